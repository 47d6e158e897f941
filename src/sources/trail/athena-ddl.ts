import { sqlText } from './athena-partitions.ts';

export interface TrailTable {
  readonly database: string;
  readonly table: string;
  readonly bucket: string;
  /** What stands before `AWSLogs/`, with its slash; may be empty. */
  readonly prefix: string;
  /** `o-abc123`: the trail is an organization's. */
  readonly organization: string | undefined;
  /** Accounts whose logs are in the table; empty: any, and queries must name them. */
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

const ISSUER = 'struct<type:string,principalid:string,arn:string,accountid:string,username:string>';
const FEDERATION = 'struct<federatedprovider:string,attributes:map<string,string>>';
const SESSION = `struct<attributes:struct<mfaauthenticated:string,creationdate:string>,sessionissuer:${ISSUER},ec2roledelivery:string,webidfederationdata:${FEDERATION}>`;
const IDENTITY = `struct<type:string,principalid:string,arn:string,accountid:string,invokedby:string,accesskeyid:string,username:string,onbehalfof:struct<userid:string,identitystorearn:string>,sessioncontext:${SESSION}>`;

/** Source: Athena User Guide, "Create a table for CloudTrail logs in Athena using partition projection". */
const COLUMNS: readonly (readonly [name: string, type: string])[] = [
  ['eventversion', 'string'],
  ['useridentity', IDENTITY],
  ['eventtime', 'string'],
  ['eventsource', 'string'],
  ['eventname', 'string'],
  ['awsregion', 'string'],
  ['sourceipaddress', 'string'],
  ['useragent', 'string'],
  ['errorcode', 'string'],
  ['errormessage', 'string'],
  ['requestparameters', 'string'],
  ['responseelements', 'string'],
  ['additionaleventdata', 'string'],
  ['requestid', 'string'],
  ['eventid', 'string'],
  ['readonly', 'string'],
  ['resources', 'array<struct<arn:string,accountid:string,type:string>>'],
  ['eventtype', 'string'],
  ['apiversion', 'string'],
  ['recipientaccountid', 'string'],
  ['serviceeventdetails', 'string'],
  ['sharedeventid', 'string'],
  ['vpcendpointid', 'string'],
  ['vpcendpointaccountid', 'string'],
  ['eventcategory', 'string'],
  ['addendum', 'struct<reason:string,updatedfields:string,originalrequestid:string,originaleventid:string>'],
  ['sessioncredentialfromconsole', 'string'],
  ['edgedevicedetails', 'string'],
  ['tlsdetails', 'struct<tlsversion:string,ciphersuite:string,clientprovidedhostheader:string>'],
];

/**
 * The definition of a table over the log files of a trail. Its partitions are worked out from the query (projection), so
 * none is ever added by hand. `account` is a partition too, since a bucket may hold the logs of many.
 */
export function trailTableDdl({
  database,
  table,
  bucket,
  prefix,
  organization,
  accounts,
  regions,
}: TrailTable): string {
  const logs = `s3://${bucket}/${prefix}AWSLogs/${organization === undefined ? '' : `${organization}/`}`;
  const account =
    accounts.length === 0
      ? [['projection.account.type', 'injected']]
      : [
          ['projection.account.type', 'enum'],
          ['projection.account.values', accounts.join(',')],
        ];
  const properties = [
    ['projection.enabled', 'true'],
    ...account,
    ['projection.region.type', 'enum'],
    ['projection.region.values', regions.join(',')],
    ['projection.timestamp.type', 'date'],
    ['projection.timestamp.format', 'yyyy/MM/dd'],
    ['projection.timestamp.interval', '1'],
    ['projection.timestamp.interval.unit', 'DAYS'],
    ['projection.timestamp.range', '2013/11/01,NOW'],
    ['storage.location.template', `${logs}\${account}/CloudTrail/\${region}/\${timestamp}`],
  ];
  return [
    `CREATE EXTERNAL TABLE \`${database}\`.\`${table}\` (`,
    COLUMNS.map(([name, type]) => `  \`${name}\` ${type}`).join(',\n'),
    ')',
    'PARTITIONED BY (`account` string, `region` string, `timestamp` string)',
    "ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'",
    "STORED AS INPUTFORMAT 'com.amazon.emr.cloudtrail.CloudTrailInputFormat'",
    "OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'",
    `LOCATION ${sqlText(logs)}`,
    'TBLPROPERTIES (',
    properties.map(([key = '', value = '']) => `  ${sqlText(key)} = ${sqlText(value)}`).join(',\n'),
    ')\n',
  ].join('\n');
}
