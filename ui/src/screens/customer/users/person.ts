/** What a form of a person checks at once; the core has the last word. */
import * as v from 'valibot';

export const personSchema = v.object({
	first_name: v.pipe(v.string(), v.trim(), v.minLength(1, 'required')),
	email: v.pipe(v.string(), v.trim(), v.regex(/^$|^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'bad_email')),
});

/** Refusals may name the fields within `fields`. */
export const personNames = {
	'fields.title': 'title',
	'fields.first_name': 'first_name',
	'fields.last_name': 'last_name',
	'fields.email': 'email',
	'fields.phone': 'phone',
	'fields.language': 'language',
} as const;
