/** The variables of a proxy: `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`, and the same in lower case, which wins. */
export type ProxyEnvironment = Readonly<Record<string, string | undefined>>;

/** The proxy for an address; undefined: it is reached straight. Of both spellings the lower case wins, as in Node and curl. */
export function proxyFor(
  environment: ProxyEnvironment,
  protocol: 'http' | 'https',
  host: string,
  port: number,
): URL | undefined {
  const settingOf = (name: string) => environment[name] || environment[name.toUpperCase()];
  const proxy = settingOf(`${protocol}_proxy`);
  if (proxy === undefined || !URL.canParse(proxy) || isExempt(settingOf('no_proxy'), host, port)) return undefined;
  return new URL(proxy);
}

/** `example.com`, `.example.com`, `*.example.com`, each with a port or without, or `*`. */
function isExempt(list: string | undefined, host: string, port: number): boolean {
  const name = host.toLowerCase();
  return (list ?? '')
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => {
      if (entry === '*') return true;
      const [, pattern = '', only] = /^(\[[^\]]*\]|[^:]*|.*:.*:.*?)(?::(\d+))?$/.exec(entry) ?? [];
      if (pattern === '' || (only !== undefined && Number(only) !== port)) return false;
      const suffix = pattern.replace(/^\*/, '');
      return suffix.startsWith('.') ? name.endsWith(suffix) : name === suffix.replace(/^\[|\]$/g, '');
    });
}
