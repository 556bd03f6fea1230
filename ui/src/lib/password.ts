/** The manual's password rule (chapters 3.4.4 and 4.2.4), for the hint while typing; the core decides. */

export type PasswordRule = 'length' | 'upper' | 'lower' | 'digit-or-special';

export const PASSWORD_RULES: readonly PasswordRule[] = ['length', 'upper', 'lower', 'digit-or-special'];

/** Which parts of the rule a password already meets. */
export function passwordRules(password: string): Record<PasswordRule, boolean> {
	const characters = [...password];
	return {
		length: characters.length >= 8,
		upper: /\p{Lu}/u.test(password),
		lower: /\p{Ll}/u.test(password),
		'digit-or-special': characters.some((c) => /[^\p{L}\s]/u.test(c)),
	};
}

/** True when every part of the rule is met. */
export function passwordOk(password: string): boolean {
	return Object.values(passwordRules(password)).every(Boolean);
}
