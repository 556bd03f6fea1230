/** Names of choices that a customer has. */
import type { Wire } from '$lib/api/client.ts';
import { t } from '$lib/i18n/index.ts';

export function systemType(type: Wire.SystemType): string {
	return type === 'demo' ? t('system-type-demo') : t('system-type-importer');
}

/** The app ids one may choose (manual, chapter 3.4.1). */
export const ANDROID_APPS = [107, 109] as const;
export const IOS_APPS = [108, 110] as const;

const APPS: Record<number, string> = {
	107: 'MobileKey Android',
	108: 'MobileKey iOS',
	109: 'Test Android',
	110: 'Test iOS',
};

/** `107 - MobileKey Android`; empty when none was chosen. */
export function appVersion(id: number | null): string {
	return id === null ? '' : `${id} - ${APPS[id] ?? ''}`;
}

/** Every time zone this computer knows, with the customer's own among them. */
export function timeZones(current: string): { value: string; label: string }[] {
	const known = Intl.supportedValuesOf('timeZone');
	return (known.includes(current) || !current ? known : [current, ...known]).map((zone) => ({
		value: zone,
		label: zone.replaceAll('_', ' '),
	}));
}

/** Two or three digits keep clear of DESFire numbers (manual, chapter 3.3.3); another prefix is fine too. */
export function prefixAdvised(prefix: string): boolean {
	return prefix === '' || /^\d{2,3}$/.test(prefix.trim());
}
