/** Users from spreadsheets: the import, and the imports so far. */
import { slots } from '$lib/shell/slots.svelte.ts';
import type { Route } from '$lib/shell/routes.ts';
import UserImportLayer from './UserImportLayer.svelte';

slots.layer('user-imports', UserImportLayer);

const routes: Route[] = [
	{ path: '/w/:customerId/users/import', load: () => import('./Import.svelte'), title: 'user-import-title', place: 'users' },
	{ path: '/w/:customerId/users/imports', load: () => import('./Imports.svelte'), title: 'user-imports-title', place: 'users' },
];

export default routes;
