#!/usr/bin/env node
/*
 * The launcher. It stands in the repository and never moves, since npx links it once; it is written so that any old Node can read
 * it; and it does three things: answers --version by itself, runs dist/main.cjs where this Node is new enough, and else hands
 * over to the Node that npm brought (the package `node`), or says in one command how to get it.
 */
'use strict';
var fs = require('fs');
var path = require('path');

var root = path.dirname(__dirname);
var FLOOR = [22, 15];
var CANNOT_START = 3;

if (['--version', '-V', '-v', 'version'].indexOf(process.argv[2]) >= 0) printVersion();
else if (isRecent(process.version)) runMain();
else handOver();

/* fs.writeSync, because opening process.stdout costs a fifth of an empty program's time. */
function printVersion() {
  try {
    fs.writeSync(1, 'fromage ' + require('../package.json').version + '\n');
  } catch (error) {
    if (error.code === 'EPIPE') return;
    fs.writeSync(2, 'fromage: the answer could not be written: ' + error.message + '\n');
    process.exitCode = CANNOT_START;
  }
}

function runMain() {
  var main = path.join(root, 'dist', 'main.cjs');
  if (!fs.existsSync(main)) return giveUp('fromage is not built', commandIn(isInstalled() ? 'npm run build' : 'npm ci'));
  delete process.env.FROMAGE_HANDED_OVER;
  keepCompiledCode(path.dirname(main) + path.sep);
  return require(main)
    .run(process.argv.slice(2), process)
    .then(
      function exit(code) {
        process.exitCode = code;
      },
      function fail(error) {
        process.exitCode = CANNOT_START;
        console.error('fromage: a mistake in fromage itself, please report it\n' + ((error && error.stack) || error));
      },
    );
}

/*
 * V8's code for our bundles, as it stands when a run ends: with all the functions that the run compiled. Node's own compile cache
 * keeps none of those, and compiling them anew is a third of a short command's time.
 */
function keepCompiledCode(dist) {
  if (process.env.NODE_DISABLE_COMPILE_CACHE === '1') return;
  var Module = require('module');
  var vm = require('vm');
  var plain = require.extensions['.cjs'] || require.extensions['.js'];
  require.extensions['.cjs'] = function load(module, filename) {
    if (filename.indexOf(dist) !== 0) return plain(module, filename);
    var kept = placeOfCode(filename);
    var options = { filename: filename, cachedData: readOwn(kept) };
    var script = new vm.Script(Module.wrap(fs.readFileSync(filename, 'utf8')), options);
    if (!options.cachedData || script.cachedDataRejected) process.on('exit', keep.bind(null, script, kept));
    var own = function require(id) {
      return module.require(id);
    };
    return script.runInThisContext().call(module.exports, module.exports, own, module, filename, path.dirname(filename));
  };
}

/* In the user's own folder, by the build (size and time) and by what made the code. */
function placeOfCode(filename) {
  var given = process.env.XDG_CACHE_HOME;
  var caches = given && path.isAbsolute(given) ? given : path.join(require('os').homedir(), '.cache');
  var found = fs.statSync(filename);
  var name = [path.basename(filename, '.cjs'), found.size, Math.round(found.mtimeMs), process.version, process.arch].join('_');
  return path.join(caches, 'fromage', 'compiled', name);
}

/* Code that somebody else wrote is not run: a root shell may have kept the user's HOME. */
function readOwn(file) {
  try {
    var found = fs.lstatSync(file);
    if (found.isFile() && (!process.getuid || found.uid === process.getuid())) return fs.readFileSync(file);
    return undefined;
  } catch (_) {
    return undefined;
  }
}

function keep(script, file) {
  var folder = path.dirname(file);
  var temporary = file + '.' + process.pid;
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    fs.writeFileSync(temporary, script.createCachedData(), { mode: 0o600, flag: 'wx' });
    fs.renameSync(temporary, file);
    removeOlder(folder, path.basename(file));
  } catch (_) {
    /* A cache that can't be written is no cache, and no reason to complain. */
  }
}

/* Those of other builds of the same bundle. */
function removeOlder(folder, name) {
  var build = name.split('_').slice(0, 3).join('_') + '_';
  var bundle = name.split('_')[0] + '_';
  fs.readdirSync(folder).forEach(function remove(other) {
    if (other.indexOf(bundle) === 0 && other.indexOf(build) !== 0) fs.unlinkSync(path.join(folder, other));
  });
}

function handOver() {
  var found = findNode();
  var built = fs.existsSync(path.join(root, 'dist', 'main.cjs'));
  if (found.binary && !process.env.FROMAGE_HANDED_OVER) return runWith(found.binary);
  var needs = 'fromage needs Node ' + FLOOR.join('.') + ' or newer, and this is ' + process.version;
  if (found.blocked && built) {
    return giveUp(
      needs + '; the Node that npm brings is not there, because install scripts were blocked',
      commandIn('npm rebuild node --ignore-scripts=false', found.blocked),
    );
  }
  if (found.blocked)
    return giveUp(
      needs + '; neither the Node that npm brings nor the build is there, because install scripts were blocked',
      commandIn('npm ci --ignore-scripts=false'),
    );
  if (!isInstalled()) return giveUp(needs + '; nothing is installed yet', commandIn('npm ci'));
  return giveUp(needs + '; no package `node` is installed beside it', installNode());
}

/* Installed for the whole machine (PREFIX/lib/node_modules/fromage) it has to stand there too. */
function installNode() {
  var prefix = path.resolve(root, '..', '..', '..');
  var isGlobal = path.resolve(root, '..') === path.join(prefix, 'lib', 'node_modules');
  return isGlobal ? 'npm install --global --prefix "' + prefix + '" node@24' : 'npm install --save-dev node@24';
}

/* False only for a checkout in which `npm ci` has not run: the lock file is not published. */
function isInstalled() {
  return fs.existsSync(path.join(root, 'node_modules')) || !fs.existsSync(path.join(root, 'package-lock.json'));
}

/* Upwards from here, as require does: in a checkout the package is ours, elsewhere it may be hoisted. */
function findNode() {
  var blocked = null;
  var folder = root;
  for (;;) {
    var home = path.join(folder, 'node_modules', 'node');
    if (isRecent(versionOf(home))) {
      var binary = path.join(home, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
      if (fs.existsSync(binary)) return { binary: binary, blocked: null };
      blocked = blocked || folder;
    }
    var above = path.dirname(folder);
    if (above === folder) return { binary: null, blocked: blocked };
    folder = above;
  }
}

function versionOf(home) {
  try {
    return JSON.parse(fs.readFileSync(path.join(home, 'package.json'), 'utf8')).version || '';
  } catch (_) {
    return '';
  }
}

/* Asynchronous: a spawnSync that is sent SIGTERM leaves its child behind. */
function runWith(binary) {
  var environment = Object.assign({}, process.env, { FROMAGE_HANDED_OVER: '1' });
  var child = require('child_process').spawn(binary, [__filename].concat(process.argv.slice(2)), { stdio: 'inherit', env: environment });
  ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'].forEach(function forward(signal) {
    process.on(signal, function send() {
      /* Ctrl-C and Ctrl-\ in a terminal reach the whole group: the child has had it already. */
      if (!((signal === 'SIGINT' || signal === 'SIGQUIT') && require('tty').isatty(0))) child.kill(signal);
    });
  });
  child.on('error', function fail(error) {
    giveUp('the Node at ' + binary + ' does not start (' + error.code + ')', commandIn('npm rebuild node --ignore-scripts=false'));
  });
  child.on('exit', function exit(code, signal) {
    process.exit(signal ? 128 + (require('os').constants.signals[signal] || 0) : code);
  });
}

function isRecent(version) {
  var parts = /^v?(\d+)\.(\d+)/.exec(version);
  return parts !== null && (+parts[1] > FLOOR[0] || (+parts[1] === FLOOR[0] && +parts[2] >= FLOOR[1]));
}

/* The command as it can be pasted where the person stands. */
function commandIn(command, folder) {
  var where = folder || root;
  return where === process.cwd() ? command : command.replace('npm', 'npm --prefix "' + where + '"');
}

function giveUp(what, command) {
  fs.writeSync(2, 'fromage: ' + what + '. This mends it:\n  ' + command + '\n');
  process.exitCode = CANNOT_START;
}
