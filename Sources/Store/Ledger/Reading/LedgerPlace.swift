public import Governance
import JSONText

/// A record's place in lists, which have the newest request first.
struct LedgerPlace: Comparable {
    /// The request's time, in nanoseconds since 1970; not below zero.
    var time: Int64
    /// Decides among requests of one moment.
    var sequence: Int64

    init(time: Int64, sequence: Int64) {
        self.time = time
        self.sequence = sequence
    }

    /// The place that a cursor names.
    init(_ cursor: PageCursor) throws(StoreError) {
        let parts = try cursor.position(in: "ledger", count: 2)
        guard let time = parts[0].int, let sequence = parts[1].int else {
            throw StoreError(.invalidCursor, "the cursor is not one of this list")
        }
        self.init(time: Int64(time), sequence: Int64(sequence))
    }

    /// The cursor after this place.
    var cursor: PageCursor { PageCursor(list: "ledger", [JSONValue(Int(time)), JSONValue(Int(sequence))]) }

    static func < (left: LedgerPlace, right: LedgerPlace) -> Bool {
        (left.time, left.sequence) < (right.time, right.sequence)
    }
}

extension LedgerRow {
    /// Where it stands in lists.
    var place: LedgerPlace { LedgerPlace(time: max(0, record.time), sequence: sequence) }

    /// The cursor of a list that goes on behind it.
    public var cursor: PageCursor { place.cursor }
}
