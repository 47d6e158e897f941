import { texts } from '../input.ts';
import { type Call, JSON_ERRORS, reads, route, type Service } from '../operation.ts';
import { paginate } from '../page.ts';
import { DEFAULT_REGIONS } from '../world.ts';

/** Regions that an account has to ask for. Source: AWS General Reference, opt-in Regions (some of them). */
export const OPT_IN_REGIONS: readonly string[] = [
  'af-south-1',
  'ap-east-1',
  'eu-central-2',
  'eu-south-1',
  'il-central-1',
  'me-central-1',
  'me-south-1',
];

export const ACCOUNT: Service = {
  scope: 'account',
  actions: 'account',
  eventSource: 'account.amazonaws.com',
  errors: { ...JSON_ERRORS, throttled: 'TooManyRequestsException', unavailable: 'InternalServerException' },
  operations: {
    ListRegions: { ...reads(listRegions), http: route('POST /listRegions') },
  },
};

function listRegions(call: Call): object {
  const wanted = texts(call.input, 'RegionOptStatusContains') ?? [];
  const enabled = new Set(call.account.enabledRegions);
  const regions = [...new Set([...DEFAULT_REGIONS, ...OPT_IN_REGIONS, ...enabled])].sort().map((name) => ({
    RegionName: name,
    RegionOptStatus: !enabled.has(name)
      ? 'DISABLED'
      : DEFAULT_REGIONS.includes(name)
        ? 'ENABLED_BY_DEFAULT'
        : 'ENABLED',
  }));
  const { items, next } = paginate(call, regions, {
    size: 50,
    max: 50,
    matches: (region) => wanted.length === 0 || wanted.includes(region.RegionOptStatus),
  });
  return { Regions: items, NextToken: next };
}
