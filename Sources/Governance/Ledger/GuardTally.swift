/// How often a guardrail has done the same about the same kind of thing in one request: what logs and tables say of its lines.
public struct GuardTally: Hashable, Sendable, CustomStringConvertible {
    /// The guardrail's name.
    public var guardrail: String
    /// What was found.
    public var type: String
    /// What was done, in a word; of a guardrail that only monitors `would-` in front.
    public var action: String
    /// How often.
    public var count: Int

    /// As one word: `pii:MY_NUMBER:block×2`.
    public var description: String { "\(guardrail):\(type):\(action)×\(count)" }

    /// Counts lines, in the order in which the kinds come first.
    public static func tallies(of lines: [GuardLine]) -> [GuardTally] {
        var tallies: [GuardTally] = []
        for line in lines {
            let action = line.isMonitored ? "would-\(line.action)" : line.action
            // A record has few lines.
            let place = tallies.firstIndex {
                $0.guardrail == line.guardrail && $0.type == line.type && $0.action == action
            }
            if let place {
                tallies[place].count += 1
            } else {
                tallies.append(GuardTally(guardrail: line.guardrail, type: line.type, action: action, count: 1))
            }
        }
        return tallies
    }
}
