/// The canonical bytes of what the ledger keeps: one byte sequence for one content, so that a hash of them is a hash of the
/// content. The format is in Docs/ledger.md.
public enum LedgerCodec {
    /// The first byte: what follows.
    enum Kind {
        static let record: UInt8 = 1
        static let correction: UInt8 = 2
    }

    /// The second byte: the version of the format. An item is written in the first version that has all of its members, so
    /// that what earlier versions could say has the bytes it always had.
    enum Version {
        /// All but what follows.
        static let first: UInt8 = 1
        /// A record with ``LedgerRecord/savedPromptCache`` at its end.
        static let promptCache: UInt8 = 2
        /// A record with ``LedgerRecord/guards`` behind that, which may be absent then.
        static let guards: UInt8 = 3
    }

    /// Appends a record's bytes; what is too long is cut and flagged ``LedgerRecord/Flag/shortened``.
    /// - Throws: ``LedgerFormatError/entry`` where the entry is empty or longer than its bound; nothing has been appended
    ///   then.
    public static func encode(_ record: LedgerRecord, into bytes: inout [UInt8]) throws(LedgerFormatError) {
        guard isEntry(record.entry) else { throw .entry }
        var encoder = LedgerEncoder(bytes: bytes)
        // Held here alone while it grows, so that no copy is made.
        bytes = []
        encoder.append(record)
        bytes = encoder.bytes
    }

    /// Appends a correction's bytes.
    /// - Throws: ``LedgerFormatError/entry`` where the entry is empty or longer than its bound.
    public static func encode(_ correction: LedgerCorrection, into bytes: inout [UInt8]) throws(LedgerFormatError) {
        guard isEntry(correction.entry) else { throw .entry }
        var encoder = LedgerEncoder(bytes: bytes)
        bytes = []
        encoder.append(correction)
        bytes = encoder.bytes
    }

    /// Appends an item's bytes.
    /// - Throws: ``LedgerFormatError/entry`` where the entry is empty or longer than its bound.
    public static func encode(_ item: LedgerItem, into bytes: inout [UInt8]) throws(LedgerFormatError) {
        switch item {
        case .record(let record): try encode(record, into: &bytes)
        case .correction(let correction): try encode(correction, into: &bytes)
        }
    }

    /// Reads the item that some bytes are, all of them.
    /// - Parameters:
    ///   - bytes: where they are.
    ///   - range: which of them; all by default.
    /// - Throws: ``LedgerFormatError`` where they are no item, or not in the one form that encoding gives.
    public static func decode(_ bytes: [UInt8], in range: Range<Int>? = nil) throws(LedgerFormatError) -> LedgerItem {
        var decoder = LedgerDecoder(bytes: bytes, range: range ?? bytes.indices)
        return try decoder.item()
    }

    /// Reads of a record's bytes what a store looks at, and checks all of them as ``decode(_:in:)`` does.
    /// - Parameters:
    ///   - bytes: where they are.
    ///   - range: which of them.
    /// - Returns: `nil` where they are no record but another item.
    /// - Throws: ``LedgerFormatError`` where they are no item, or not in the one form that encoding gives.
    public static func gist(of bytes: [UInt8], in range: Range<Int>) throws(LedgerFormatError) -> LedgerGist? {
        guard range.lowerBound >= 0, range.upperBound <= bytes.count else { throw .truncated }
        guard range.first.map({ bytes[$0] }) == Kind.record else {
            _ = try decode(bytes, in: range)
            return nil
        }
        var decoder = LedgerDecoder(bytes: bytes, range: range)
        return try decoder.gist()
    }

    private static func isEntry(_ entry: String) -> Bool {
        let count = entry.utf8.count
        return count > 0 && count <= LedgerRecord.Bounds.entry
    }
}
