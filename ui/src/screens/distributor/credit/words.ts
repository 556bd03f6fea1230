/** The manual's words for movements of credit, by the side they are seen from (chapters 3.2.2 and 3.4.3). */
import type { Wire } from '$lib/api/client.ts';
import { t, type MessageId } from '$lib/i18n/index.ts';

const TYPES = {
	purchase_credit: 'movement-purchase-credit',
	transfer: 'movement-transfer',
	refunding: 'movement-refunding',
	adding: 'movement-adding',
	purchase: 'movement-purchase',
	trial: 'movement-trial',
	key_refund: 'movement-key-refund',
} as const satisfies Record<Wire.MovementType, MessageId>;

/** The type column. */
export function movementType(movement: Wire.Movement): string {
	return t(TYPES[movement.kind]);
}

/** `17 (0x11)`: the number readers see, in both writings. */
export function userId(value: number): string {
	return `${value} (0x${value.toString(16).toUpperCase()})`;
}

/** The description column. */
export function movementText(movement: Wire.Movement, side: 'distributor' | 'customer'): string {
	const name = movement.customer_name ?? '';
	const number = movement.user_id_number === null ? '' : userId(movement.user_id_number);
	switch (movement.kind) {
		case 'purchase_credit':
			return t('movement-text-purchase-credit');
		case 'transfer':
			return t('movement-text-transfer', { name });
		case 'adding':
			return t('movement-text-adding');
		case 'refunding':
			return side === 'distributor' ? t('movement-text-refunding-from', { name }) : t('movement-text-refunding');
		case 'trial':
			return side === 'distributor' ? t('movement-text-trial-of', { name }) : t('movement-text-trial');
		case 'purchase':
			return movement.trial
				? t('movement-text-purchase-trial', { number })
				: t('movement-text-purchase', { number });
		case 'key_refund':
			return t('movement-text-key-refund', { number });
	}
}
