/// What was let through lately, as a short list of entries: the exact log of a sliding window, made coarser only where that
/// loses little.
///
/// **Never more than the amount in any window.** An entry is what was let through within a sixtieth of the window, and
/// counts until its *last* unit is as old as the window is long. So in every half-open stretch of time of that length the
/// units let through are at most the amount, exactly.
///
/// **Room comes back at most a sixtieth of the window late.** That is what an entry's first unit waits for its last. An
/// entry holds no more than a sixtieth of the amount either (but for what came at the same moment), so amounts up to 60 are exact to the
/// nanosecond.
///
/// **Memory is bounded**: entries that together fit into one are merged when there are ``capacity``, after which at most
/// 181 remain: of two neighbours, together they have either more than a sixtieth of the amount or more than a sixtieth of the
/// window.
struct SlidingWindow {
    private struct Entry {
        var first: Int64
        var last: Int64
        var units: Int
    }

    /// Into how many parts a window or an amount is divided at least.
    static let resolution = 60
    /// The most entries there are.
    static let capacity = 256

    /// How long it is, in nanoseconds.
    let length: Int64
    /// What is counted now. Above the amount where requests used more than they had reserved.
    private(set) var total = 0

    private var entries: ContiguousArray<Entry> = []
    /// The first entry that still counts; those before it are dropped in one go.
    private var head = 0

    init(length: Int64) { self.length = length }

    /// Whether nothing is counted.
    var isEmpty: Bool { total == 0 }

    /// How many entries are kept, for tests.
    var entryCount: Int { entries.count - head }

    /// Counts units at `now`, without asking whether there is room.
    ///
    /// - Returns: The moment they are counted at; ``refund(_:countedAt:)`` finds them by it.
    mutating func count(_ units: Int, amount: Int, at now: Int64) -> Int64 {
        // Threads read the clock before they get here, so a moment may lie a little before the newest entry's.
        let moment = head < entries.count ? max(now, entries[entries.count - 1].last) : now
        let units = min(units, .max - total)
        total += units
        if let newest = entries.indices.last, newest >= head,
            fits(entries[newest], Entry(first: moment, last: moment, units: units), quantum: Self.quantum(of: amount))
        {
            entries[newest].last = moment
            entries[newest].units += units
            return moment
        }
        if entries.count - head >= Self.capacity { merge(quantum: Self.quantum(of: amount)) }
        entries.append(Entry(first: moment, last: moment, units: units))
        return moment
    }

    /// Takes back units that turned out not to be used. What no longer counts is not taken back.
    mutating func refund(_ units: Int, countedAt moment: Int64) {
        let index = firstEntry(endingAtOrAfter: moment)
        guard index < entries.count, entries[index].first <= moment else { return }
        let taken = min(units, entries[index].units)
        entries[index].units -= taken
        total -= taken
    }

    /// Drops what is as old as the window is long.
    mutating func expire(at now: Int64) {
        while head < entries.count, now - entries[head].last >= length {
            total -= entries[head].units
            head += 1
        }
        if head == entries.count {
            entries.removeAll(keepingCapacity: true)
            head = 0
        } else if head > 64 {
            entries.removeSubrange(0..<head)
            head = 0
        }
    }

    /// The nanoseconds until `units` of what is counted have gone.
    func wait(for units: Int, at now: Int64) -> Int64 {
        var gone = 0
        for entry in entries[head...] {
            gone += entry.units
            if gone >= units { return max(0, length - (now - entry.last)) }
        }
        return length
    }

    /// The nanoseconds until nothing is counted.
    func timeUntilEmpty(at now: Int64) -> Int64 { total == 0 ? 0 : wait(for: total, at: now) }

    private static func quantum(of amount: Int) -> Int {
        amount <= resolution ? 1 : (amount - 1) / resolution + 1
    }

    private func fits(_ older: Entry, _ newer: Entry, quantum: Int) -> Bool {
        // What comes at the entry's last moment waits for nobody and lets nobody wait. So no moment is in two entries.
        if newer.last == older.last { return true }
        return newer.last - older.first <= length / Int64(Self.resolution)
            && (older.units == 0 || older.units <= quantum && newer.units <= quantum - older.units)
    }

    private mutating func merge(quantum: Int) {
        var merged: ContiguousArray<Entry> = []
        merged.reserveCapacity(Self.capacity)
        for entry in entries[head...] where entry.units > 0 {
            if let newest = merged.indices.last, fits(merged[newest], entry, quantum: quantum) {
                merged[newest].last = entry.last
                merged[newest].units += entry.units
            } else {
                merged.append(entry)
            }
        }
        entries = merged
        head = 0
    }

    private func firstEntry(endingAtOrAfter moment: Int64) -> Int {
        var low = head
        var high = entries.count
        while low < high {
            let middle = low + (high - low) / 2
            if entries[middle].last < moment { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
