public import Governance

/// Items on their way into the ledger, by their canonical bytes: those of the journal are not made again, and of a record
/// no more is read than what the store repeats in columns.
public struct LedgerBatch: Sendable {
    /// An item as the store looks at it.
    enum Entry {
        /// A record.
        case record(LedgerBatchRecord)
        /// A correction of one.
        case correction
    }

    /// The items in order.
    private(set) var entries: [Entry] = []
    /// The canonical bytes of all items, one after the other.
    private(set) var bytes: [UInt8] = []
    /// Where in ``bytes`` each item ends.
    private var ends: [Int] = []

    /// An empty batch.
    public init() {}

    /// A batch of some items.
    /// - Throws: ``StoreError/Code/invalid`` where one of them cannot be encoded.
    public init(_ items: [LedgerItem]) throws(StoreError) {
        for item in items {
            do throws(LedgerFormatError) {
                try append(item)
            } catch {
                throw StoreError(.invalid, "a record cannot be encoded: its entry is empty or too long")
            }
        }
    }

    /// How many items there are.
    public var count: Int { ends.count }

    /// Whether there is none.
    public var isEmpty: Bool { ends.isEmpty }

    /// Adds an item. What is too long in it is cut here.
    /// - Throws: ``LedgerFormatError/entry`` where its entry is empty or longer than its bound.
    public mutating func append(_ item: LedgerItem) throws(LedgerFormatError) {
        var encoded: [UInt8] = []
        try LedgerCodec.encode(item, into: &encoded)
        try append(encoded, in: encoded.indices)
    }

    /// Adds the item that some bytes are.
    /// - Throws: ``LedgerFormatError`` where they are none.
    public mutating func append(_ encoded: [UInt8], in range: Range<Int>) throws(LedgerFormatError) {
        // Nothing decodes but what encodes to the same bytes again: they are the item's canonical ones.
        let gist = try LedgerCodec.gist(of: encoded, in: range)
        let place = bytes.count
        encoded.withUnsafeBufferPointer { bytes.append(contentsOf: $0[range]) }
        ends.append(bytes.count)
        entries.append(gist.map { .record(LedgerBatchRecord($0, movedBy: place - range.lowerBound)) } ?? .correction)
    }

    /// Takes everything out, and keeps the room for more.
    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    /// Where in ``bytes`` an item's are.
    func range(of index: Int) -> Range<Int> { (index > 0 ? ends[index - 1] : 0)..<ends[index] }

    /// An item, read whole.
    func item(_ index: Int) throws(StoreError) -> LedgerItem {
        do throws(LedgerFormatError) {
            return try LedgerCodec.decode(bytes, in: range(of: index))
        } catch {
            // It was checked as strictly when it came in.
            throw StoreError(.corrupt, "an item on its way into the ledger cannot be read: \(error)")
        }
    }
}

extension LedgerStore {
    /// Adds items as one segment; see ``insert(_:)-(LedgerBatch)``.
    public func insert(_ items: [LedgerItem]) throws(StoreError) -> Int { try insert(try LedgerBatch(items)) }
}
