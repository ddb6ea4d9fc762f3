/** A package's name as it is looked up: some families take names that differ in case or in their dashes for the same. */
export function foldName(family: string, name: string): string {
  if (family === 'PyPI') return name.toLowerCase().replace(/[-_.]+/g, '-');
  return family === 'NuGet' || family === 'Packagist' || family === 'Bitnami' ? name.toLowerCase() : name;
}
