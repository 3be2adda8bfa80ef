import Governance
import JSONText

/// The ledger as a file, piece by piece, newest record first. A piece is read when it is asked for: memory holds one, however
/// long the file is and however slow its reader.
public struct LedgerExport: AsyncSequence, Sendable {
    /// The file's format.
    public enum Format: String, Hashable, Sendable, CaseIterable {
        /// RFC 4180, with a line of names first.
        case csv
        /// One JSON object a line, as the admin API shows a row.
        case jsonLines = "jsonl"
    }

    private let store: any LedgerStore
    private let filter: LedgerFilter
    private let format: Format

    /// An export.
    /// - Parameters:
    ///   - store: of what.
    ///   - filter: which records.
    ///   - format: in which form.
    public init(of store: any LedgerStore, _ filter: LedgerFilter, as format: Format) {
        self.store = store
        self.filter = filter
        self.format = format
    }

    /// Reads the pieces.
    public func makeAsyncIterator() -> Iterator { Iterator(store: store, filter: filter, format: format) }

    /// The pieces of an export.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let store: any LedgerStore
        fileprivate let filter: LedgerFilter
        fileprivate let format: Format
        private var cursor: PageCursor?
        private var isFirst = true

        fileprivate init(store: any LedgerStore, filter: LedgerFilter, format: Format) {
            self.store = store
            self.filter = filter
            self.format = format
        }

        /// The next piece: whole lines.
        /// - Throws: what reading the store threw.
        public mutating func next() async throws(StoreError) -> [UInt8]? {
            guard isFirst || cursor != nil else { return nil }
            let page = try await store.rows(filter, PageRequest(limit: 250, after: cursor))
            cursor = page.next
            defer { isFirst = false }
            switch format {
            case .csv:
                var bytes: [UInt8] = isFirst ? Array(LedgerRow.csvHeader.utf8) : []
                for row in page.rows { row.appendCSV(to: &bytes) }
                return bytes
            case .jsonLines:
                var writer = JSONWriter(capacity: 512 * page.rows.count)
                for row in page.rows {
                    row.writeJSON(to: &writer)
                    writer.write(raw: "\n")
                }
                return writer.bytes
            }
        }
    }
}
