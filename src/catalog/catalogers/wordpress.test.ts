import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogText } from '../../testing/catalog-text.ts';
import { wordpress } from './wordpress.ts';

const PLUGIN = `<?php
/**
 * @package Akismet
 */
/*
Plugin Name: Akismet Anti-spam: Spam Protection
Version: 5.3
License: GPLv2 or later
*/
`;

test('WordPress, plugins and themes', async () => {
  const home = 'var/www/html';
  const { lines, problems, tree, found } = await catalogText(wordpress, [
    [
      `${home}/wp-includes/version.php: <?php\n/**\n * @global string $wp_version\n */\n$wp_version = '6.4.2';\n$wp_db_version = 56657;\n`,
      `${home}/wp-content/plugins/akismet/akismet.php: ${PLUGIN}`,
      `${home}/wp-content/plugins/akismet/class.akismet.php: <?php class Akismet {}\n// Version: 9\n`,
      `${home}/wp-content/plugins/hello.php: <?php\n/** Plugin Name: Hello Dolly */\n/** Version: 1.7.2 */\n`,
      `${home}/wp-content/themes/twenty/style.css: /*\nTheme Name: Twenty\nVersion: 1.0\n*/`,
      `${home}/wp-content/plugins/late/late.php: <?php ${' '.repeat(9000)}\n/* Plugin Name: Late\nVersion: 1 */`,
      `${home}/wp-content/plugins/none/none.php: <?php\n/* Plugin Name: No Version */`,
    ],
  ]);
  assert.deepEqual(lines, [
    `generic wordpress 6.4.2 ${home}/wp-includes/version.php`,
    `generic wordpress-plugin/akismet 5.3 ${home}/wp-content/plugins/akismet/akismet.php (GPLv2 or later)`,
    `generic wordpress-plugin/hello 1.7.2 ${home}/wp-content/plugins/hello.php`,
    `generic wordpress-theme/twenty 1.0 ${home}/wp-content/themes/twenty/style.css`,
  ]);
  assert.deepEqual(problems, []);
  const owned = [
    ...wordpress.own(
      tree,
      [],
      found.map((one) => one.package),
    ),
  ];
  assert.deepEqual(
    owned.map(({ folders }) => folders),
    [[`${home}/wp-includes`, `${home}/wp-admin`], [`${home}/wp-content/plugins/akismet`], [], [`${home}/wp-content/themes/twenty`]],
  );
});
