/**
 * Tests must not see the machine's account, its GitHub runner, its time zone or its colours. `HOLDFAST_CI` keeps the one
 * thing that they may know: that material which is absent elsewhere must be there.
 */
const SCRUBBED = /^(AWS_|GITHUB_|INPUT_|RUNNER_|ACTIONS_|CI$|TZ$|NO_COLOR$|FORCE_COLOR$|HTTPS?_PROXY$|https?_proxy$)/;

if (process.env['CI'] === 'true') process.env['HOLDFAST_CI'] = 'true';
for (const name of Object.keys(process.env)) {
  if (SCRUBBED.test(name)) delete process.env[name];
}
// Nothing but what a test sets up answers: no metadata service, no shared configuration, no warning on old Nodes.
process.env['AWS_EC2_METADATA_DISABLED'] = 'true';
process.env['AWS_CONFIG_FILE'] = '/dev/null';
process.env['AWS_SHARED_CREDENTIALS_FILE'] = '/dev/null';
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
