/** The chip in the top bar with its panel, and the notices about the cloud. No page of its own. */
import type { Route } from '$lib/shell/routes.ts';
import { slots } from '$lib/shell/slots.svelte.ts';
import SyncChip from './SyncChip.svelte';
import SyncNotice from './SyncNotice.svelte';

slots.sync = SyncChip;
slots.notice = SyncNotice;

export default [] satisfies Route[];
