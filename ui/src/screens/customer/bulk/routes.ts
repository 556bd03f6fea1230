/** No place of its own: one action on a selection, over whatever page it was chosen on. */
import type { Route } from '$lib/shell/routes.ts';
import { slots } from '$lib/shell/slots.svelte.ts';
import BulkLayer from './BulkLayer.svelte';

slots.layer('bulk', BulkLayer);

const routes: Route[] = [];

export default routes;
