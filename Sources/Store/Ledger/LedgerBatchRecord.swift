import Governance

/// A record on its way into the ledger: where in its batch's bytes its texts stand, and its figures.
struct LedgerBatchRecord {
    /// Where its unique name stands.
    let entry: Range<Int>
    /// Where what makes its dimension stands, in pieces as they are encoded. The same pieces are the same dimension.
    let dimension: (parties: Range<Int>, tags: Range<Int>, model: Range<Int>, provider: Range<Int>)
    /// What is put in columns.
    let figures: LedgerFigures

    /// - Parameter distance: how far the record's bytes were moved since it was read.
    init(_ gist: LedgerGist, movedBy distance: Int) {
        func moved(_ range: Range<Int>) -> Range<Int> {
            range.lowerBound + distance..<range.upperBound + distance
        }
        entry = moved(gist.entry)
        dimension = (moved(gist.parties), moved(gist.tags), moved(gist.model), moved(gist.provider))
        figures = LedgerFigures(gist)
    }

    /// Writes what makes the dimension as one sequence of bytes, in place of what is there.
    /// - Parameter bytes: the batch's.
    func writeDimension(of bytes: [UInt8], to key: inout [UInt8]) {
        key.removeAll(keepingCapacity: true)
        bytes.withUnsafeBufferPointer { all in
            key.append(contentsOf: all[dimension.parties])
            key.append(contentsOf: all[dimension.tags])
            key.append(contentsOf: all[dimension.model])
            key.append(contentsOf: all[dimension.provider])
        }
    }
}
