/**
 * Reads modules through the TypeScript parser: what each imports, and its syntax tree.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** `{ path, lines, tree }` of each file; paths are from the root. */
export function parseModules(root, paths) {
  return paths.map((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kindOf(path));
    return { path, lines: tree.getLineStarts().length - (text.endsWith('\n') ? 1 : 0), tree };
  });
}

/**
 * What a module imports, by import, export … from, import(…), import types and require: `{ specifier, line, typeOnly }`.
 * The specifier is null where it is not written out.
 */
export function importsOf(tree) {
  const found = [];
  const add = (node, specifier, typeOnly) => {
    const line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
    found.push({ specifier: specifier !== undefined && ts.isStringLiteralLike(specifier) ? specifier.text : null, line, typeOnly });
  };
  const visit = (node) => {
    if (ts.isImportDeclaration(node)) add(node, node.moduleSpecifier, node.importClause?.isTypeOnly === true);
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier) add(node, node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node)) add(node, ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
    else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference))
      add(node, node.moduleReference.expression, node.isTypeOnly);
    else if (isLoading(node)) add(node, node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** Functions with a body: `{ name, line, lines }`, nested ones too. A test's describe() is a heading, not a function. */
export function functionsOf(tree) {
  const found = [];
  const visit = (node) => {
    if (isFunction(node) && node.body && !isDescribe(node)) {
      const first = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line;
      const last = tree.getLineAndCharacterOfPosition(node.end).line;
      found.push({ name: nameOf(node), line: first + 1, lines: last - first + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function isLoading(node) {
  if (!ts.isCallExpression(node)) return false;
  return node.expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(node.expression) && node.expression.text === 'require');
}

function isFunction(node) {
  return ts.isFunctionLike(node) && 'body' in node;
}

function isDescribe(node) {
  const call = node.parent;
  return ts.isCallExpression(call) && ts.isIdentifier(call.expression) && call.expression.text === 'describe';
}

function nameOf(node) {
  const named = node.name ?? (ts.isVariableDeclaration(node.parent) || ts.isPropertyAssignment(node.parent) ? node.parent.name : undefined);
  return named !== undefined && 'text' in named ? named.text : '(anonymous)';
}

function kindOf(path) {
  return /\.[cm]?ts$/.test(path) ? ts.ScriptKind.TS : ts.ScriptKind.JS;
}
