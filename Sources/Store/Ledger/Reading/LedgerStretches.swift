import GRDB

/// Where records of some minutes stand in the ledger, the newest minute first.
struct LedgerStretches {
    /// Rows by their sequence numbers, among which are all records of a minute.
    struct Stretch {
        var minute: Int64
        var first: Int64
        var last: Int64
        /// Of which dimension; `nil` for all.
        var dimension: Int64?
    }

    private let connection: Database
    /// The next minute of each dimension that is looked for, or of all together.
    private var nexts: [Stretch] = []
    /// The first minute of interest.
    private let firstMinute: Int64

    /// - Parameters:
    ///   - dimensions: those that are looked for; `nil` for all.
    ///   - minutes: the first and the last minute of interest, counted from 1970.
    init(of dimensions: [Int64]?, in minutes: ClosedRange<Int64>, on connection: Database) throws {
        self.connection = connection
        firstMinute = minutes.lowerBound
        for dimension in dimensions.map({ $0.map(Optional.some) }) ?? [nil] {
            if let next = try stretch(of: dimension, upTo: minutes.upperBound) { nexts.append(next) }
        }
    }

    /// The stretches of the next minute that has any; none at the end.
    mutating func next() throws -> [Stretch] {
        guard let minute = nexts.lazy.map(\.minute).max() else { return [] }
        let found = nexts.filter { $0.minute == minute }
        nexts.removeAll { $0.minute == minute }
        for stretch in found {
            if let next = try self.stretch(of: stretch.dimension, upTo: minute - 1) { nexts.append(next) }
        }
        return found
    }

    private func stretch(of dimension: Int64?, upTo minute: Int64) throws -> Stretch? {
        let query =
            if let dimension {
                SQLQuery(
                    """
                    SELECT minute, first, last FROM ledger_places
                    WHERE dimension = ? AND minute >= ? AND minute <= ? ORDER BY minute DESC LIMIT 1
                    """,
                    .integer(dimension),
                    .integer(firstMinute),
                    .integer(minute)
                )
            } else {
                SQLQuery(
                    """
                    SELECT minute, first, last FROM ledger_minutes
                    WHERE minute >= ? AND minute <= ? ORDER BY minute DESC LIMIT 1
                    """,
                    .integer(firstMinute),
                    .integer(minute)
                )
            }
        guard let row = try query.row(on: connection) else { return nil }
        return Stretch(
            minute: try row.integer("minute"),
            first: try row.integer("first"),
            last: try row.integer("last"),
            dimension: dimension
        )
    }
}
