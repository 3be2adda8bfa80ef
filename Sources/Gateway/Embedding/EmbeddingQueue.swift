/// Who waits for a vector, and who is asked for with whom: pure, so that it can be tested without waiting.
///
/// Questions of one group share calls. A group has one runner that sends its calls one after the other; more only where a
/// whole call's worth is waiting already.
struct EmbeddingQueue {
    /// Whose questions share calls.
    struct Group: Hashable {
        /// The key on whose account it is; `nil` for somebody without one, and for the gateway's own account.
        var payer: String?
        /// The regions that requests may be processed in; `nil` for all.
        var regions: Set<String>?
    }

    /// One text that waits.
    struct Question {
        let id: UInt64
        let text: String
        let account: EmbeddingAccount
    }

    /// What becomes of a question.
    enum Admission: Equatable {
        /// A runner takes it along.
        case waits
        /// It waits for a runner that has to be started.
        case needsRunner
        /// Too many wait already.
        case refused
    }

    private struct Line {
        var waiting: [Question] = []
        var runners = 0
    }

    private let most: Int
    private let mostOfACall: Int
    private let mostRunners: Int
    private var lines: [Group: Line] = [:]
    /// How many wait, of all groups.
    private(set) var count = 0

    /// - Parameters:
    ///   - most: how many may wait.
    ///   - mostOfACall: how many one call takes.
    ///   - mostRunners: how many calls of one group are made at once.
    init(most: Int, mostOfACall: Int, mostRunners: Int) {
        self.most = most
        self.mostOfACall = mostOfACall
        self.mostRunners = mostRunners
    }

    /// Lets a question wait.
    mutating func add(_ question: Question, of group: Group) -> Admission {
        guard count < most else { return .refused }
        count += 1
        var line = lines.removeValue(forKey: group) ?? Line()
        line.waiting.append(question)
        let isNeeded = line.runners == 0 || (line.waiting.count >= mostOfACall && line.runners < mostRunners)
        if isNeeded { line.runners += 1 }
        lines[group] = line
        return isNeeded ? .needsRunner : .waits
    }

    /// What a runner sends next; none where it is over, which is written down.
    mutating func next(of group: Group) -> [Question] {
        guard var line = lines.removeValue(forKey: group) else { return [] }
        let batch = Array(line.waiting.prefix(mostOfACall))
        line.waiting.removeFirst(batch.count)
        count -= batch.count
        if batch.isEmpty { line.runners -= 1 }
        if line.runners > 0 { lines[group] = line }
        return batch
    }

    /// Nobody waits for this one any more; it may have been sent already.
    mutating func remove(_ id: UInt64, of group: Group) {
        guard let place = lines[group]?.waiting.firstIndex(where: { $0.id == id }) else { return }
        lines[group]?.waiting.remove(at: place)
        count -= 1
    }
}
