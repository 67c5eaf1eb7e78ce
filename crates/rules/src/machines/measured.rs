//! Fields that say what a machine is, and so can be measured.

use model::value::ByteSize;

/// How a product writes disks in a field, and reads them.
#[derive(Clone, Copy)]
pub struct DiskNotation {
    /// Mount points with sizes in bytes, as the field's text.
    pub write: fn(&[(&str, u64)]) -> String,
    /// The same back; nothing where the text cannot be read.
    pub read: fn(&str) -> Vec<(String, u64)>,
}

/// What of a machine a field says.
#[derive(Clone, Copy)]
pub enum Measured {
    /// How many cores.
    Cores,
    /// How much memory.
    Memory,
    /// Which disks.
    Disks(DiskNotation),
}

/// Folders in which the system itself lives: a disk that is mounted there is none for data.
const OF_THE_SYSTEM: [&str; 13] = [
    "/",
    "/boot",
    "/boot/efi",
    "/efi",
    "/home",
    "/usr",
    "/var",
    "/var/log",
    "/var/tmp",
    "/tmp",
    "/opt",
    "/root",
    "/srv",
];

/// Whether a disk is for data, by where it is mounted.
pub(super) fn is_for_data(mount: &str) -> bool {
    !OF_THE_SYSTEM.contains(&mount)
        && !["/snap/", "/run/", "/dev/", "/proc/", "/sys/", "/var/lib/", "/etc/", "/media/"]
            .iter()
            .any(|system| mount.starts_with(system))
}

/// Memory as a person would say it. The kernel counts less than was bought, by what it keeps for
/// itself: whole GiB of a large machine, whole MiB of a small one, never more than there is.
pub(super) fn rounded(memory: u64) -> ByteSize {
    let unit = if memory >= 16 * ByteSize::GIB { ByteSize::GIB } else { ByteSize::MIB };
    ByteSize(memory / unit * unit)
}

/// Whether two sizes are the same but for what a kernel or a file system keeps for itself.
pub(crate) fn alike(said: u64, real: u64) -> bool {
    let tenth = said / 10;
    (said.saturating_sub(tenth)..=said.saturating_add(tenth)).contains(&real)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_said_as_people_do() {
        assert_eq!(rounded(67_345_678_336).to_string(), "62 GiB");
        assert_eq!(rounded(4_112_449_536).to_string(), "3921 MiB");
        assert!(alike(64 << 30, 62 << 30) && alike(64 << 30, 64 << 30));
        assert!(!alike(64 << 30, 32 << 30) && !alike(32 << 30, 64 << 30));
        assert!(alike(0, 0) && alike(u64::MAX, u64::MAX));
    }

    #[test]
    fn the_disks_of_the_system_are_not_for_data() {
        assert!(is_for_data("/data1") && is_for_data("/mnt/nvme0") && is_for_data("/var/data"));
        assert!(!is_for_data("/") && !is_for_data("/boot/efi") && !is_for_data("/snap/core/1"));
    }
}
