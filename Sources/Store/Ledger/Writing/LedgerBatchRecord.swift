import Governance
import ModelAPI

/// A record on its way into the ledger: where in its batch's bytes its texts stand, and its figures.
struct LedgerBatchRecord {
    /// Where its unique name stands.
    let entry: Range<Int>
    /// Where what makes its dimension stands, in pieces as they are encoded. The same pieces are the same dimension.
    let dimension: (parties: Range<Int>, tags: Range<Int>, model: Range<Int>, provider: Range<Int>)
    /// Where what makes its kind stands beside its status, in pieces as they are encoded.
    let kind: (surface: Range<Int>, model: Range<Int>, provider: Range<Int>)
    /// Where the names of guardrails and of what they found stand, one for each line.
    let guards: [(guardrail: Range<Int>, type: Range<Int>)]
    /// What is put in columns.
    let figures: LedgerFigures
    /// The tokens, by class.
    let usage: Usage?

    /// - Parameter distance: how far the record's bytes were moved since it was read.
    init(_ gist: LedgerGist, movedBy distance: Int) {
        func moved(_ range: Range<Int>) -> Range<Int> {
            range.lowerBound + distance..<range.upperBound + distance
        }
        entry = moved(gist.entry)
        dimension = (moved(gist.parties), moved(gist.tags), moved(gist.model), moved(gist.provider))
        kind = (moved(gist.surface), moved(gist.modelServed), moved(gist.provider))
        guards = gist.guards.isEmpty ? [] : gist.guards.map { (moved($0.guardrail), moved($0.type)) }
        figures = LedgerFigures(gist)
        usage = gist.usage
    }

    /// Writes what makes the kind as one sequence of bytes, in place of what is there.
    /// - Parameter bytes: the batch's.
    func writeKind(of bytes: [UInt8], to key: inout [UInt8]) {
        key.removeAll(keepingCapacity: true)
        bytes.withUnsafeBufferPointer { all in
            key.append(contentsOf: all[kind.surface])
            key.append(contentsOf: all[kind.model])
            key.append(contentsOf: all[kind.provider])
        }
        let status = UInt16(truncatingIfNeeded: figures.status)
        key.append(UInt8(status & 0xFF))
        key.append(UInt8(status >> 8))
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
