import Governance
import Pricing

/// All that a ``MemoryLedger`` keeps.
struct MemoryLedgerState {
    /// A record with what it is found and added up by.
    struct Row {
        var row: LedgerRow
        var columns: LedgerColumns
    }

    /// What is added up together.
    struct Place: Hashable {
        var quarter: Int64
        var dimension: LedgerDimension
    }

    /// The end of the chain.
    private(set) var chain = LedgerChain()
    /// The records by their sequence numbers.
    private(set) var rows: [Int64: Row] = [:]
    /// The records' sequence numbers by their entries.
    private(set) var sequences: [ExactText: Int64] = [:]
    /// What is there under each sequence number, from 1.
    private var leaves: [LedgerSegment.Leaf] = []
    private var segments: [LedgerSegment] = []
    private var sums: [Place: UsageDelta] = [:]
    /// What records come to by kind and by team.
    private(set) var totals = LedgerTotals()
    /// The corrections by their sequence numbers.
    private var corrections: [Int64: LedgerCorrection] = [:]

    /// Adds items as one segment.
    /// - Returns: the indices of those that were not there.
    mutating func append(_ batch: LedgerBatch) throws(StoreError) -> [Int] {
        var taken: [Int] = []
        var new: [[UInt8]] = []
        for index in 0..<batch.count {
            guard add(try batch.item(index), at: Int64(leaves.count + 1)) else { continue }
            let bytes = Array(batch.bytes[batch.range(of: index)])
            leaves.append(.bytes(bytes))
            new.append(LedgerHash.leaf(of: bytes))
            taken.append(index)
        }
        if !new.isEmpty { segments.append(chain.append(leaves: new)) }
        return taken
    }

    private mutating func add(_ item: LedgerItem, at sequence: Int64) -> Bool {
        switch item {
        case .record(let record):
            let entry = ExactText(record.entry)
            guard sequences[entry] == nil else { return false }
            sequences[entry] = sequence
            let columns = LedgerColumns(record, cost: record.cost)
            count(record, columns)
            rows[sequence] = Row(row: LedgerRow(sequence: sequence, record: record), columns: columns)
            sums[Place(quarter: columns.figures.quarter, dimension: columns.dimension), default: UsageDelta()]
                .add(columns.figures)
        case .correction(let correction):
            guard let place = sequences[ExactText(correction.entry)], let before = rows[place],
                before.row.correctionSequence == correction.supersedes
            else { return false }
            let record = before.row.record
            let row = LedgerRow(sequence: place, record: record, correction: correction, at: sequence)
            corrections[sequence] = correction
            let after = Row(row: row, columns: LedgerColumns(record, cost: correction.cost))
            rows[place] = after
            sums[
                Place(quarter: after.columns.figures.quarter, dimension: after.columns.dimension),
                default: UsageDelta()
            ]
            .change(from: before.columns.figures.cost?.money, to: after.columns.figures.cost?.money)
        }
        return true
    }

    private mutating func count(_ record: LedgerRecord, _ columns: LedgerColumns) {
        let figures = columns.figures
        let kind = LedgerTotal.Kind(
            surface: LedgerColumns.text(record.surface),
            provider: LedgerColumns.text(record.provider ?? ""),
            model: LedgerColumns.text(record.modelServed ?? ""),
            status: record.status
        )
        let place = totals.kinds.firstIndex { $0.kind == kind } ?? totals.kinds.endIndex
        if place == totals.kinds.endIndex { totals.kinds.append(LedgerTotal(kind)) }
        totals.kinds[place].add(
            usage: record.usage,
            cost: figures.cost?.money,
            isHit: figures.isHit,
            savedExact: figures.savedExact.money,
            savedSemantic: figures.savedSemantic.money,
            savedPrompt: figures.savedPrompt.money
        )
        guard let cost = figures.cost?.money, cost != .zero else { return }
        let name = columns.dimension.team ?? ""
        if let place = totals.teams.firstIndex(where: { $0.name == name }) {
            totals.teams[place].cost += cost
        } else {
            totals.teams.append(LedgerTotals.Team(name: name, cost: cost))
        }
    }

    /// The sums of what passes a filter, in parts.
    func usage(_ filter: LedgerFilter) -> [(place: Place, sums: UsageReport.Sums)] {
        let window = UsageWindow(from: filter.from, to: filter.to)
        var parts: [(place: Place, sums: UsageReport.Sums)] = []
        for (place, delta) in sums
        where place.quarter >= window.firstQuarter && place.quarter < window.endQuarter
            && filter.passes(place.dimension)
        {
            parts.append((place, delta.sums))
        }
        for row in rows.values
        where window.edges.contains(where: { $0.contains(row.columns.figures.time) })
            && filter.passes(row.columns.dimension)
        {
            var delta = UsageDelta()
            delta.add(row.columns.figures)
            parts.append((Place(quarter: row.columns.figures.quarter, dimension: row.columns.dimension), delta.sums))
        }
        return parts
    }

    /// The sums of the records that pass a filter, each with its minute's first second since 1970.
    func minutes(_ filter: LedgerFilter) -> [(seconds: Int64, place: Place, sums: UsageReport.Sums)] {
        rows.values.compactMap { row in
            let figures = row.columns.figures
            guard figures.time >= max(0, filter.from ?? 0), figures.time < filter.to ?? .max,
                filter.passes(row.columns.dimension)
            else { return nil }
            var delta = UsageDelta()
            delta.add(figures)
            let place = Place(quarter: figures.quarter, dimension: row.columns.dimension)
            return (figures.time / 60_000_000_000 * 60, place, delta.sums)
        }
    }

    /// Checks the chain.
    func verify(against anchors: [LedgerHead]) -> LedgerVerification {
        var check = LedgerChain()
        var problem: LedgerProblem?
        do throws(LedgerProblem) {
            for anchor in anchors where anchor.segments == 0 && anchor != .empty {
                throw LedgerProblem(.anchor, segment: 0)
            }
            for segment in segments {
                var whole = segment
                whole.rows = (segment.first..<segment.first + segment.count).map { sequence in
                    LedgerSegment.Row(sequence: sequence, leaf: leaves[Int(sequence - 1)])
                }
                try check.check(whole)
                for anchor in anchors where anchor.segments == check.head.segments && anchor != check.head {
                    throw LedgerProblem(.anchor, segment: segment.number)
                }
            }
            try check.finish(at: chain.head)
            for anchor in anchors where anchor.segments > chain.head.segments {
                throw LedgerProblem(.truncated, segment: chain.head.segments + 1)
            }
        } catch {
            problem = error
        }
        let tombstones = leaves.count { if case .tombstone = $0 { true } else { false } }
        return LedgerVerification(
            head: check.head,
            rows: Int64(leaves.count - tombstones),
            tombstones: Int64(tombstones),
            problem: problem
        )
    }

    /// Replaces the records of a team, and what corrects them, by tombstones.
    /// - Returns: how many records went.
    mutating func expire(team: String?, before cutoff: Int64) -> Int {
        let old = rows.values.filter { row in
            row.columns.figures.time < cutoff
                && row.columns.dimension.team.map(ExactText.init) == team.map(ExactText.init)
        }
        for row in old {
            sequences[ExactText(row.row.record.entry)] = nil
            rows[row.row.sequence] = nil
            bury(row.row.sequence)
            // A record's corrections tell of it too.
            var correction = row.row.correctionSequence
            while let place = correction {
                bury(place)
                correction = corrections.removeValue(forKey: place)?.supersedes
            }
        }
        return old.count
    }

    /// Replaces a row's bytes by their hash.
    private mutating func bury(_ sequence: Int64) {
        let index = Int(sequence - 1)
        if case .bytes(let bytes) = leaves[index] { leaves[index] = .tombstone(LedgerHash.leaf(of: bytes)) }
    }
}
