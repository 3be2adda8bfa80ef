import NIOCore
import Store

/// Gives an export's bytes piece by piece; one reader asks, one piece after the other.
actor ExportSource {
    private var iterator: LedgerExport.Iterator

    init(_ iterator: LedgerExport.Iterator) { self.iterator = iterator }

    func next() async throws(AdminError) -> ByteBuffer? {
        var current = iterator
        let bytes = try await storing { () async throws(StoreError) in try await current.next() }
        iterator = current
        return bytes.map { ByteBuffer(bytes: $0) }
    }
}
