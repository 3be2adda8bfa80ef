import Alerting
import JSONText

/// What rules were changed to at run time: members by rule, those that were said only.
struct RuleEdits: Sendable {
    /// The members of a rule that may be changed at run time.
    static let members = ["enabled", "threshold", "clear", "window_seconds", "for_seconds", "least", "severity"]

    private var edits: [String: JSONObject] = [:]

    init() {}

    /// What was kept; what cannot be read is left out.
    init(json: JSONValue) {
        for member in json.object ?? JSONObject() { edits[member.name] = member.value.object }
    }

    var json: JSONValue {
        .object(JSONObject(edits.sorted { $0.key < $1.key }.map { .init($0.key, .object($0.value)) }))
    }

    /// Whether anything of a rule was changed.
    func has(_ rule: String) -> Bool { edits[rule] != nil }

    /// The rules in force: the configuration's with what was changed, where the configuration itself says nothing of them.
    func applied(to rules: [AlertRule], declared: Set<String>) -> [AlertRule] {
        rules.map { rule in
            guard !declared.contains(rule.name), let edit = edits[rule.name] else { return rule }
            return (try? Self.changed(rule, by: edit)) ?? rule
        }
    }

    /// Takes a merge patch (RFC 7396) of a rule: `null` takes back what was changed.
    /// - Parameter standard: the rule as it is without any change.
    /// - Throws: where the rule would make no sense.
    mutating func patch(_ standard: AlertRule, _ patch: JSONObject) throws(AdminError) {
        var edit = edits[standard.name] ?? JSONObject()
        for member in patch where Self.members.contains(member.name) {
            if member.value.isNull { edit.remove(member.name) } else { edit[member.name] = member.value }
        }
        _ = try Self.changed(standard, by: edit)
        edits[standard.name] = edit.isEmpty ? nil : edit
    }

    private static func changed(_ rule: AlertRule, by edit: JSONObject) throws(AdminError) -> AlertRule {
        var rule = rule
        let members = try Members(edit, allowed: Self.members)
        if let enabled = try members.flag("enabled") { rule.isEnabled = enabled }
        if let threshold = try number("threshold", edit) {
            rule.threshold = threshold
            if edit["clear"] == nil { rule.clear = threshold }
        }
        if let clear = try number("clear", edit) { rule.clear = clear }
        if let window = try members.int("window_seconds", in: 60...3600) {
            guard window % 60 == 0 else { throw .member("window_seconds", "must be whole minutes") }
            rule.window = window
        }
        if let holding = try members.int("for_seconds", in: 0...86_400) { rule.holding = holding }
        if let least = try number("least", edit) { rule.leastSamples = least }
        if let text = try members.optional("severity") {
            guard let severity = AlertSeverity(rawValue: text) else {
                throw .member(
                    "severity",
                    "must be one of \(AlertSeverity.allCases.map(\.rawValue).joined(separator: ", "))"
                )
            }
            rule.severity = severity
        }
        guard rule.isSound else {
            throw .member("clear", "must be on the good side of the threshold, or the same")
        }
        return rule
    }

    private static func number(_ name: String, _ edit: JSONObject) throws(AdminError) -> Double? {
        guard let value = edit[name] else { return nil }
        guard let number = value.number?.double, number.isFinite, (0...1_000_000_000).contains(number) else {
            throw .member(name, "must be a number from 0 to 1000000000")
        }
        return number
    }
}
