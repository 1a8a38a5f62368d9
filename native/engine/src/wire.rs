//! The little of RFC 9000's encoding the engine needs itself: editing transport parameters (section 18).

/// Parameters without those whose id is in `ids`. What cannot be parsed is kept as it is.
pub fn without_parameters(bytes: &[u8], ids: &[u64]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((id, total)) = parameter(rest) {
        if !ids.contains(&id) {
            out.extend_from_slice(&rest[..total]);
        }
        rest = &rest[total..];
    }
    out.extend_from_slice(rest);
    out
}

/// Appends a parameter whose value is one variable-length integer.
pub fn append_parameter(out: &mut Vec<u8>, id: u64, value: u64) {
    put_varint(out, id);
    let mut encoded = Vec::with_capacity(8);
    put_varint(&mut encoded, value);
    put_varint(out, encoded.len() as u64);
    out.extend_from_slice(&encoded);
}

/// The id of the first parameter and how many octets it takes in all.
fn parameter(bytes: &[u8]) -> Option<(u64, usize)> {
    let (id, id_length) = varint(bytes)?;
    let (length, length_length) = varint(&bytes[id_length..])?;
    let total = (id_length + length_length).checked_add(usize::try_from(length).ok()?)?;
    (total <= bytes.len()).then_some((id, total))
}

/// The first integer, and how many octets it takes.
pub fn varint(bytes: &[u8]) -> Option<(u64, usize)> {
    let first = *bytes.first()?;
    let length = 1usize << (first >> 6);
    let rest = bytes.get(1..length)?;
    let value = rest.iter().fold(u64::from(first & 0x3f), |value, byte| value << 8 | u64::from(*byte));
    Some((value, length))
}

fn put_varint(out: &mut Vec<u8>, value: u64) {
    match value {
        0..=0x3f => out.push(value as u8),
        0x40..=0x3fff => out.extend_from_slice(&(0x4000 | value as u16).to_be_bytes()),
        0x4000..=0x3fff_ffff => out.extend_from_slice(&(0x8000_0000 | value as u32).to_be_bytes()),
        _ => out.extend_from_slice(&(0xc000_0000_0000_0000 | value).to_be_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_out_what_is_named_and_keeps_the_rest() {
        let mut bytes = Vec::new();
        append_parameter(&mut bytes, 1, 30_000);
        append_parameter(&mut bytes, 0x20, 65_535);
        append_parameter(&mut bytes, 0x4000_0000, 7);
        let without = without_parameters(&bytes, &[0x20]);
        let mut expected = Vec::new();
        append_parameter(&mut expected, 1, 30_000);
        append_parameter(&mut expected, 0x4000_0000, 7);
        assert_eq!(without, expected);
        assert_eq!(without_parameters(&bytes, &[]), bytes);
    }

    #[test]
    fn keeps_what_it_cannot_read() {
        for broken in [&[0x20][..], &[0x20, 5, 1], &[0xc0], &[]] {
            assert_eq!(without_parameters(broken, &[0x20]), broken);
        }
    }
}
