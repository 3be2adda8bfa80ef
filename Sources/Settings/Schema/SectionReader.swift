/// Gives the fields of one mapping of a document, after telling which of them are unknown, missing or out of place.
struct SectionReader {
    let place: Located
    let reading: Reading
    private let entries: [String: Located]

    /// Nil if the value is no mapping, which is reported.
    init?(_ place: Located, _ description: SectionDescription, _ reading: Reading) {
        guard let all = reading.entries(of: place) else { return nil }
        self.place = place
        self.reading = reading
        entries = Dictionary(all.map { ($0.name, $0.value) }) { first, _ in first }
        reportUnknown(all, description)
        for field in description.fields where field.isRequired { require(field.name) }
        for group in description.groups { apply(group) }
        for rule in description.rules { apply(rule) }
        for (one, other) in description.pairs {
            if entries[one] != nil { require(other, because: " with \(one)") }
            if entries[other] != nil { require(one, because: " with \(other)") }
        }
    }

    /// The field's value, or its fallback where it is absent or wrong.
    subscript<Value>(field: Field<Value>) -> Value {
        guard let entry = entries[field.name] else { return field.fallback }
        return field.read(entry, reading) ?? field.fallback
    }

    /// Where a field's value stands; nil where the field is absent.
    func place(of name: String) -> Located? { entries[name] }

    private func reportUnknown(_ entries: [Reading.Entry], _ description: SectionDescription) {
        let known = Set(description.names)
        for entry in entries where !known.contains(entry.name) {
            var message = "unknown field"
            if let nearest = Spelling.nearest(to: entry.name, among: description.names) {
                message += "; did you mean \"\(nearest)\"?"
            }
            message += "; allowed here: \(description.names.joined(separator: ", "))"
            reading.report(.unknownField, at: entry.namePosition, entry.value.path, message)
        }
    }

    private func require(_ name: String, because reason: String = "") {
        guard entries[name] == nil else { return }
        reading.report(.missingField, at: place.position, place.path.appending(name), "this field is required\(reason)")
    }

    private func apply(_ group: SectionGroup) {
        let present = group.names.filter { entries[$0] != nil }
        let all = group.names.joined(separator: ", ")
        if present.isEmpty, group.isRequired {
            reading.report(.missingField, at: place, "one of these fields is required: \(all)")
        }
        for name in present.dropFirst() {
            guard let entry = entries[name] else { continue }
            reading.report(.conflict, at: entry, "only one of these fields may stand here: \(all)")
        }
    }

    private func apply(_ rule: SectionRule) {
        guard let reason = reason(of: rule) else { return }
        for name in rule.required { require(name, because: reason) }
        if let first = rule.alternatives.first, rule.alternatives.allSatisfy({ entries[$0] == nil }) {
            let others = rule.alternatives.dropFirst().joined(separator: ", ")
            require(first, because: reason + (others.isEmpty ? "" : "; allowed in its place: \(others)"))
        }
        for name in rule.forbidden {
            guard let entry = entries[name] else { continue }
            reading.report(.conflict, at: entry, "this field has no effect\(reason); remove it")
        }
    }

    /// Why a rule counts here, in words; nil if it does not.
    private func reason(of rule: SectionRule) -> String? {
        guard let decisive = entries[rule.field] else {
            return rule.includesAbsence ? rule.standard.map { " with \(rule.field): \($0)" } : nil
        }
        guard let values = rule.values else { return " with \(rule.field)" }
        guard case .scalar(let scalar) = decisive.node.content, values.contains(scalar.text) else { return nil }
        return " with \(rule.field): \(scalar.text)"
    }
}
