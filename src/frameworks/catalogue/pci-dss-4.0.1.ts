import type { Framework } from '../../model/framework.ts';

export const pciDss = {
  id: 'pci-dss-4.0.1',
  title: 'PCI DSS',
  edition: '4.0.1',
  short: 'PCI DSS v4.0.1',
  requirements: {
    '3.2.1': {
      asks: 'account data is kept as little and as briefly as needed, at every place',
      must: [['maximum-retention']],
    },
    '6.5.1': { asks: 'changes are documented, approved and tested' },
    '12.10.1': { asks: 'the incident response plan covers data backup and business recovery' },
    '12.10.2': {
      asks: 'the incident response plan is tested every 12 months',
      bounds: [{ control: 'restore-tested', field: 'testedEveryMinutes', atMostMinutes: 365 * 24 * 60 }],
    },
  },
  leftOut: [
    { ids: '9.4.1.1, 9.4.1.2', why: 'they are about offline physical media' },
    {
      ids: '3.5.1, 3.5.1.1, 3.5.1.2, 3.5.1.3',
      why: 'encryption at rest by the service does not render account numbers unreadable on media that are not removable',
    },
    { ids: '3.6, 3.7, 8.3.2, 3.3', why: 'custody of keys, credentials and authentication data are not judged' },
    {
      ids: '10.3.3, 10.5.1',
      why: 'only tables that hold audit logs are meant, and that cold points are at hand for 90 days is not judged',
    },
  ],
} as const satisfies Framework;
