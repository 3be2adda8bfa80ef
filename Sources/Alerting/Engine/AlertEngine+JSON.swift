import Governance
public import JSONText

extension AlertEngine {
    /// Everything that must be known to go on after a restart.
    public var json: JSONValue {
        let all = states.values.sorted { ($0.rule, $0.subject.text) < ($1.rule, $1.subject.text) }
        return ["version": 1, "states": .array(all.map(\.json))]
    }

    /// The engine as it was when its ``json`` was written; what cannot be read is left out.
    public init(restoring json: JSONValue) {
        self.init()
        for value in (json["states"]?.array ?? []).prefix(Self.capacity) {
            guard let state = AlertState(json: value) else { continue }
            states[Key(rule: state.rule, subject: state.subject)] = state
        }
    }
}

extension AlertState {
    fileprivate var json: JSONValue {
        let word =
            switch phase {
            case .quiet: "quiet"
            case .pending: "pending"
            case .firing(let isTold): isTold ? "firing" : "untold"
            }
        return [
            "rule": .string(rule), "subject": .string(subject.text), "phase": .string(word),
            "since": JSONValue(Int(since.seconds)), "heard": JSONValue(Int(heard.seconds)),
            "told": told.map { JSONValue(Int($0.seconds)) } ?? .null, "value": .init(floatLiteral: value),
        ]
    }

    fileprivate init?(json: JSONValue) {
        guard let rule = json["rule"]?.string, let subject = json["subject"]?.string.flatMap(AlertSubject.init(text:)),
            let since = json["since"]?.int, let heard = json["heard"]?.int
        else { return nil }
        let phase: Phase
        switch json["phase"]?.string {
        case "quiet": phase = .quiet
        case "pending": phase = .pending
        case "firing": phase = .firing(isTold: true)
        case "untold": phase = .firing(isTold: false)
        default: return nil
        }
        self.init(
            rule: rule,
            subject: subject,
            phase: phase,
            since: WallTime(seconds: Int64(since)),
            value: json["value"]?.number?.double ?? 0,
            heard: WallTime(seconds: Int64(heard)),
            told: json["told"]?.int.map { WallTime(seconds: Int64($0)) }
        )
    }
}
