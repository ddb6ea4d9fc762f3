import type { Rule } from '../rule.ts';
import { noSudo } from './no-sudo.ts';

/** All rules, by name. Adding one: its file in this folder, and a line here; its examples are its test. */
export const RULES: readonly Rule[] = [noSudo];
