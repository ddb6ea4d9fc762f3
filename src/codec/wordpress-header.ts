/** What a plugin or theme says of itself in the comment at the top of its main file. */
export interface WordpressHeader {
  readonly kind: 'plugin' | 'theme';
  readonly version: string;
  readonly licence: string | null;
}

/** As much of a file as WordPress looks at; get_file_data() in wp-includes/functions.php. */
export const WORDPRESS_HEADER_BYTES = 8192;

/** Null where there is no header, or it tells no version. */
export function readWordpressHeader(text: string): WordpressHeader | null {
  const field = (name: string): string | null =>
    new RegExp(`^(?:[ \\t]*<\\?php)?[ \\t/*#@]*${name}:(.*)$`, 'im')
      .exec(text)?.[1]
      ?.replace(/\s*(?:\*\/|\?>).*/, '')
      .trim() || null;
  const kind = field('Plugin Name') !== null ? 'plugin' : field('Theme Name') !== null ? 'theme' : null;
  const version = field('Version');
  return kind === null || version === null || !/^\S{1,64}$/.test(version) ? null : { kind, version, licence: field('License') };
}

/** `$wp_version = '6.4.2';` of wp-includes/version.php. */
export function readWordpressVersion(text: string): string | null {
  return /^\s*\$wp_version\s*=\s*['"](\d[\w.-]*)['"]/m.exec(text)?.[1] ?? null;
}
