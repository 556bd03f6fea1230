import type { Wire } from '$lib/api/client.ts';
import { t } from '$lib/i18n/index.ts';

/** A role in words. */
export function roleName(role: Wire.Role): string {
	switch (role) {
		case 'distributor_admin':
			return t('role-distributor-admin');
		case 'installer':
			return t('role-installer');
		case 'customer_admin':
			return t('role-customer-admin');
	}
}
