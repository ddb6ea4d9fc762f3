import type { Rule } from '../rule.ts';
import { absoluteWorkdir } from './absolute-workdir.ts';
import { addLocalArchives } from './add-local-archives.ts';
import { assumeYesApt } from './assume-yes-apt.ts';
import { assumeYesDnf } from './assume-yes-dnf.ts';
import { assumeYesYum } from './assume-yes-yum.ts';
import { assumeYesZypper } from './assume-yes-zypper.ts';
import { cleanAptLists } from './clean-apt-lists.ts';
import { cleanDnfCache } from './clean-dnf-cache.ts';
import { cleanYarnCache } from './clean-yarn-cache.ts';
import { cleanYumCache } from './clean-yum-cache.ts';
import { cleanZypperCache } from './clean-zypper-cache.ts';
import { consistentInstructionCase } from './consistent-instruction-case.ts';
import { containerPortInExpose } from './container-port-in-expose.ts';
import { copyFromKnownStage } from './copy-from-known-stage.ts';
import { copyIntoDirectory } from './copy-into-directory.ts';
import { declaredArgInFrom } from './declared-arg-in-from.ts';
import { describeDefinitions } from './describe-definitions.ts';
import { execForm } from './exec-form.ts';
import { fromFirst } from './from-first.ts';
import { joinRuns } from './join-runs.ts';
import { keyEqualsValue } from './key-equals-value.ts';
import { labelIsDate } from './label-is-date.ts';
import { labelIsEmail } from './label-is-email.ts';
import { labelIsGitHash } from './label-is-git-hash.ts';
import { labelIsLicense } from './label-is-license.ts';
import { labelIsUrl } from './label-is-url.ts';
import { labelIsVersion } from './label-is-version.ts';
import { labelNotEmpty } from './label-not-empty.ts';
import { lowercaseExposeProtocol } from './lowercase-expose-protocol.ts';
import { lowercaseStageName } from './lowercase-stage-name.ts';
import { matchingFromAsCase } from './matching-from-as-case.ts';
import { noApkCache } from './no-apk-cache.ts';
import { noAptRecommends } from './no-apt-recommends.ts';
import { noConstantPlatform } from './no-constant-platform.ts';
import { noCopyFromSelf } from './no-copy-from-self.ts';
import { noCopyOfIgnoredFile } from './no-copy-of-ignored-file.ts';
import { noCopyOfWholeRoot } from './no-copy-of-whole-root.ts';
import { noDownloadToShell } from './no-download-to-shell.ts';
import { noEmptyContinuation } from './no-empty-continuation.ts';
import { noEnvSelfReference } from './no-env-self-reference.ts';
import { noInlineIgnore } from './no-inline-ignore.ts';
import { noInvalidOnbuild } from './no-invalid-onbuild.ts';
import { noLatestTag } from './no-latest-tag.ts';
import { noMaintainer } from './no-maintainer.ts';
import { noPipCache } from './no-pip-cache.ts';
import { noPointlessCommands } from './no-pointless-commands.ts';
import { noRedundantPlatform } from './no-redundant-platform.ts';
import { noReservedStageName } from './no-reserved-stage-name.ts';
import { noRootUser } from './no-root-user.ts';
import { noSecretFiles } from './no-secret-files.ts';
import { noSecretsInArgOrEnv } from './no-secrets-in-arg-or-env.ts';
import { noSparseLastlog } from './no-sparse-lastlog.ts';
import { noSshPort } from './no-ssh-port.ts';
import { noSudo } from './no-sudo.ts';
import { noSystemWorkdir } from './no-system-workdir.ts';
import { noUndefinedVariable } from './no-undefined-variable.ts';
import { noUnknownLabels } from './no-unknown-labels.ts';
import { noUpdateAlone } from './no-update-alone.ts';
import { noWorldWritable } from './no-world-writable.ts';
import { noZypperDistUpgrade } from './no-zypper-dist-upgrade.ts';
import { numericUser } from './numeric-user.ts';
import { oneCmd } from './one-cmd.ts';
import { oneDownloadTool } from './one-download-tool.ts';
import { oneEntrypoint } from './one-entrypoint.ts';
import { oneHealthcheck } from './one-healthcheck.ts';
import { pinApkPackages } from './pin-apk-packages.ts';
import { pinAptPackages } from './pin-apt-packages.ts';
import { pinBaseImageTag } from './pin-base-image-tag.ts';
import { pinDnfPackages } from './pin-dnf-packages.ts';
import { pinGems } from './pin-gems.ts';
import { pinGoModules } from './pin-go-modules.ts';
import { pinNpmPackages } from './pin-npm-packages.ts';
import { pinPipPackages } from './pin-pip-packages.ts';
import { pinYumPackages } from './pin-yum-packages.ts';
import { pinZypperPackages } from './pin-zypper-packages.ts';
import { pipefail } from './pipefail.ts';
import { preferAptGet } from './prefer-apt-get.ts';
import { preferCopy } from './prefer-copy.ts';
import { preferShellInstruction } from './prefer-shell-instruction.ts';
import { preferWorkdir } from './prefer-workdir.ts';
import { quietWget } from './quiet-wget.ts';
import { removeInSameLayer } from './remove-in-same-layer.ts';
import { requireHealthcheck } from './require-healthcheck.ts';
import { requireUser } from './require-user.ts';
import { requiredLabels } from './required-labels.ts';
import { trustedRegistries } from './trusted-registries.ts';
import { uniqueStageNames } from './unique-stage-names.ts';
import { validDefaultArgInFrom } from './valid-default-arg-in-from.ts';
import { validLabelKeys } from './valid-label-keys.ts';
import { validPorts } from './valid-ports.ts';
import { verifyPackages } from './verify-packages.ts';
import { verifyTls } from './verify-tls.ts';
import { workdirBeforeRelativeCopy } from './workdir-before-relative-copy.ts';

/** All rules, by name. Adding one: its file in this folder, and a line here; its examples are its test. */
export const RULES: readonly Rule[] = [
  absoluteWorkdir,
  addLocalArchives,
  assumeYesApt,
  assumeYesDnf,
  assumeYesYum,
  assumeYesZypper,
  cleanAptLists,
  cleanDnfCache,
  cleanYarnCache,
  cleanYumCache,
  cleanZypperCache,
  consistentInstructionCase,
  containerPortInExpose,
  copyFromKnownStage,
  copyIntoDirectory,
  declaredArgInFrom,
  describeDefinitions,
  execForm,
  fromFirst,
  joinRuns,
  keyEqualsValue,
  labelIsDate,
  labelIsEmail,
  labelIsGitHash,
  labelIsLicense,
  labelIsUrl,
  labelIsVersion,
  labelNotEmpty,
  lowercaseExposeProtocol,
  lowercaseStageName,
  matchingFromAsCase,
  noApkCache,
  noAptRecommends,
  noConstantPlatform,
  noCopyFromSelf,
  noCopyOfIgnoredFile,
  noCopyOfWholeRoot,
  noDownloadToShell,
  noEmptyContinuation,
  noEnvSelfReference,
  noInlineIgnore,
  noInvalidOnbuild,
  noLatestTag,
  noMaintainer,
  noPipCache,
  noPointlessCommands,
  noRedundantPlatform,
  noReservedStageName,
  noRootUser,
  noSecretFiles,
  noSecretsInArgOrEnv,
  noSparseLastlog,
  noSshPort,
  noSudo,
  noSystemWorkdir,
  noUndefinedVariable,
  noUnknownLabels,
  noUpdateAlone,
  noWorldWritable,
  noZypperDistUpgrade,
  numericUser,
  oneCmd,
  oneDownloadTool,
  oneEntrypoint,
  oneHealthcheck,
  pinApkPackages,
  pinAptPackages,
  pinBaseImageTag,
  pinDnfPackages,
  pinGems,
  pinGoModules,
  pinNpmPackages,
  pinPipPackages,
  pinYumPackages,
  pinZypperPackages,
  pipefail,
  preferAptGet,
  preferCopy,
  preferShellInstruction,
  preferWorkdir,
  quietWget,
  removeInSameLayer,
  requireHealthcheck,
  requireUser,
  requiredLabels,
  trustedRegistries,
  uniqueStageNames,
  validDefaultArgInFrom,
  validLabelKeys,
  validPorts,
  verifyPackages,
  verifyTls,
  workdirBeforeRelativeCopy,
];
