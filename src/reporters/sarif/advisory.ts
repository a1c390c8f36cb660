/**
 * Where the public databases describe an identifier. Only what has exactly the form of an identifier is linked, so
 * that a tool's text cannot choose where a link leads.
 */
const DATABASES: readonly { readonly form: RegExp; readonly page: (id: string) => string }[] = [
  {
    form: /^CWE-\d{1,6}$/i,
    page: (id) => `https://cwe.mitre.org/data/definitions/${id.slice("CWE-".length)}.html`,
  },
  { form: /^CVE-\d{4}-\d{4,19}$/i, page: (id) => `https://nvd.nist.gov/vuln/detail/${id.toUpperCase()}` },
  {
    form: /^GHSA(?:-[0-9a-z]{4}){3}$/i,
    page: (id) => `https://github.com/advisories/GHSA${id.slice("GHSA".length).toLowerCase()}`,
  },
  {
    form: /^SNYK-[A-Z0-9]{1,40}-[A-Z0-9_]{1,200}-\d{1,12}$/,
    page: (id) => `https://security.snyk.io/vuln/${id}`,
  },
];

/** The page of a CVE, GHSA, CWE or Snyk advisory; undefined for anything else. */
export function advisoryPage(identifier: string): string | undefined {
  return DATABASES.find(({ form }) => form.test(identifier))?.page(identifier);
}
