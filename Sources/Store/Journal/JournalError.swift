/// Why a record is not in the journal.
public enum JournalError: String, Error, Hashable, Sendable {
    /// The journal has its most bytes, or the disk is full.
    case full
    /// The disk failed.
    case failed
    /// The record cannot be encoded: its entry is empty or too long.
    case invalid
    /// The journal has been closed.
    case closed
}
