import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogText } from '../../testing/catalog-text.ts';
import { erlang } from './erlang.ts';

const COWBOY = `%% Generated
{application,cowboy,
             [{description,"Small, fast, modern HTTP server."},
              {vsn,"2.9.0"},
              {modules,['cowboy','cowboy_app']},
              {applications,[kernel,stdlib,
                             'ranch']}]}.
`;

test('applications of Hex and of Erlang itself', async () => {
  const lib = 'opt/app/lib';
  const { lines, problems } = await catalogText(erlang, [
    [
      `${lib}/cowboy-2.9.0/ebin/cowboy.app: ${COWBOY}`,
      `${lib}/ranch-1.8.0/ebin/ranch.app: {application, 'ranch', [{vsn, "1.8.0"}]}.`,
      `${lib}/stdlib-5.2/ebin/stdlib.app: %% x\n%% y\n{application, stdlib,\n [{description, "ERTS"}, {vsn, "5.2"}]}.\n`,
      `${lib}/src/ebin/src.app: {application, src, [{vsn, git}]}.`,
      `${lib}/odd/ebin/odd.app: text`,
    ],
  ]);
  assert.deepEqual(lines, [
    `hex cowboy 2.9.0 ${lib}/cowboy-2.9.0/ebin/cowboy.app`,
    `hex ranch 1.8.0 ${lib}/ranch-1.8.0/ebin/ranch.app`,
    `otp stdlib 5.2 ${lib}/stdlib-5.2/ebin/stdlib.app`,
  ]);
  assert.deepEqual(problems, []);
});
