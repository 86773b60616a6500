// Package seal encrypts what people write for themselves alone, so that neither the store's file, a
// backup of it, nor a log shows it.
//
// Sealed bytes are laid out as
//
//	version   1 byte, 1
//	key id    8 bytes, names the key that sealed
//	nonce     12 bytes, random
//	text      as long as the text, AES-256-GCM
//	tag       16 bytes
//
// Every person has a key of her own, derived from the [Key] by HKDF-SHA256. The place that the text
// belongs to ([mission.Binding]) is authenticated with it: bytes moved to another person, field or
// record do not open. The length of a text is not hidden.
//
// Keys are rotated by handing a new one to [New] in front of the old ones: the first seals, all open.
package seal
