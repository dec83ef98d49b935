//! The one form of a zip file that archives have, written here and nowhere else: the form is a promise, and the writer
//! of a library may change its own with any version. Any library reads it.

/// Local header, central header, end of the directory.
const MAGIC: [&[u8; 4]; 3] = [b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"];

/// What both headers of a member say after their versions: names are UTF-8, stored, midnight of 1 January 1980, the
/// first moment that the format has.
const HOW: [u8; 8] = [0x00, 0x08, 0, 0, 0, 0, 0x21, 0x00];

/// Version 1.0 of the format is enough.
const NEEDS: [u8; 2] = [10, 0];

/// Version 3.0 of the format, on a system whose files have the attributes below.
const MADE_BY: [u8; 2] = [30, 3];

/// A plain file that its owner writes and everybody reads.
const ATTRIBUTES: u32 = 0o100_644 << 16;

/// Bytes of a local header before the name.
pub(super) const HEADER: usize = 30;

/// A zip file of these members, in their order; none where a size or a count is beyond the format.
pub(super) fn write<'m>(members: impl IntoIterator<Item = (&'m str, &'m [u8])>) -> Option<Vec<u8>> {
    let (mut file, mut directory, mut count) = (Vec::new(), Vec::new(), 0_u16);
    for (name, bytes) in members {
        let offset = u32::try_from(file.len()).ok()?;
        let size = u32::try_from(bytes.len()).ok()?.to_le_bytes();
        let name_length = u16::try_from(name.len()).ok()?.to_le_bytes();
        let said = [&HOW[..], &crc32fast::hash(bytes).to_le_bytes(), &size, &size, &name_length, &[0, 0]];
        file.extend([MAGIC[0], &NEEDS[..], &said.concat(), name.as_bytes(), bytes].concat());
        // No extra field, comment, second disk or inner attribute.
        directory.extend([MAGIC[1], &MADE_BY[..], &NEEDS, &said.concat(), &[0; 6]].concat());
        directory.extend([&ATTRIBUTES.to_le_bytes()[..], &offset.to_le_bytes(), name.as_bytes()].concat());
        count = count.checked_add(1)?;
    }
    let start = u32::try_from(file.len()).ok()?.to_le_bytes();
    let length = u32::try_from(directory.len()).ok()?.to_le_bytes();
    let count = count.to_le_bytes();
    file.extend(directory);
    file.extend([MAGIC[2], &[0; 4][..], &count, &count, &length, &start, &[0, 0]].concat());
    Some(file)
}
