// Package seal encrypts what people write for themselves alone, so that neither the store's file, a
// backup of it, nor a log shows it.
//
// Sealed bytes are laid out as
//
//	version   1 byte, 2
//	key id    8 bytes, names the key that sealed
//	nonce     24 bytes, random
//	place     workspace, person, field and record, each with its length before it as an unsigned varint
//	text      as long as the text, XChaCha20-Poly1305
//	tag       16 bytes
//
// Every person has a key of her own, derived from the [Key] by HKDF-SHA256. Everything before the text is
// authenticated with it, and whoever opens names the place ([mission.Binding]): bytes moved to another
// person, field or record do not open. The place stands there in clear, as it does in the store's keys, so
// that every sealed value can be checked and sealed anew without knowing what it is. The length of a text
// is not hidden.
//
// Keys are rotated by handing a new one to [New] in front of the old ones: the first seals, all open.
package seal
