/** What a computer holds, in words. */
import type { Wire } from '$lib/api/client.ts';
import { number, t } from '$lib/i18n/index.ts';

type Lease = Wire.HeldLease;

/** `2 of 19 credits`, paid and trial together. */
export function heldCredit(lease: Lease): string {
	const held = lease.paid + lease.trial;
	return t('site-held-credit', { count: held, shown: number(held), of: number(lease.of) });
}

/** `101–110, 120`. */
export function heldNumbers(lease: Lease): string {
	return lease.numbers.map((range) => (range.first === range.last ? `${range.first}` : `${range.first}–${range.last}`)).join(', ');
}

/** `2 of 19 credits and 8 User IDs are on Laptop-2`: for whoever deletes the customer, takes credit back or declares a loss. */
export function heldOn(lease: Lease): string {
	const held = lease.paid + lease.trial;
	return t('site-held-on', {
		count: held,
		shown: number(held),
		of: number(lease.of),
		left: number(lease.numbers_left),
		computer: lease.computer,
	});
}
