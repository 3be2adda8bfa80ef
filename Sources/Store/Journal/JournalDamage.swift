/// What was wrong with a file of the journal that has been read to its end.
public struct JournalDamage: Hashable, Sendable {
    /// The file's name; where it ``isKept``, the one that it has now.
    public internal(set) var file: String
    /// Bytes that nothing could be read from, between frames or in place of them.
    public internal(set) var damagedBytes = 0
    /// Bytes at the end that an append left which was cut off: the process had not been told that it was done.
    public internal(set) var tornBytes = 0
    /// Frames that are whole and no record of this version.
    public internal(set) var rejected = 0
    /// Frames whose own bytes were damaged, and headers: nothing that they hold is lost.
    public internal(set) var repaired = 0

    /// Nothing yet.
    init(file: String) { self.file = file }

    /// Whether there is something in the file that did not come to the store and may be a record, so that the file stays.
    public var isKept: Bool { damagedBytes > 0 || rejected > 0 }

    /// Both, of one file.
    func adding(_ other: JournalDamage) -> JournalDamage {
        var sum = self
        sum.damagedBytes += other.damagedBytes
        sum.tornBytes += other.tornBytes
        sum.rejected += other.rejected
        sum.repaired += other.repaired
        return sum
    }
}
