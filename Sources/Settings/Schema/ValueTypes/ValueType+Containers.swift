extension ValueType {
    /// A list; elements that are wrong are reported and left out.
    static func list<Element>(of element: ValueType<Element>, minimumCount: Int = 0) -> ValueType
    where Value == [Element] {
        ValueType(.list(element.shape, minimumCount: minimumCount)) { place, reading in
            guard let elements = reading.elements(of: place) else { return nil }
            if elements.count < minimumCount {
                reading.report(
                    .invalidValue,
                    at: place,
                    "the list has \(elements.count) elements, at least "
                        + "\(minimumCount) must be there"
                )
                return nil
            }
            return elements.compactMap { element.read($0, reading) }
        }
    }

    /// A value that may be written short, as a single value in place of a mapping.
    static func either(_ short: ValueType, _ long: ValueType) -> ValueType {
        ValueType(.either(short.shape, long.shape)) { place, reading in
            if case .scalar = place.node.content { short.read(place, reading) } else { long.read(place, reading) }
        }
    }

    /// A mapping from names to values, in the document's order; entries that are wrong are reported and left out.
    static func map<Element>(
        _ names: NameRule,
        to element: ValueType<Element>,
        minimumCount: Int = 0
    ) -> ValueType where Value == [Named<Element>] {
        ValueType(.map(names, element.shape, minimumCount: minimumCount)) { place, reading in
            guard let entries = reading.entries(of: place) else { return nil }
            if entries.count < minimumCount {
                reading.report(
                    .invalidValue,
                    at: place,
                    "the mapping has \(entries.count) entries, at least "
                        + "\(minimumCount) must be there"
                )
                return nil
            }
            return entries.compactMap { entry in
                var isNamed = true
                if !names.allows(entry.name) {
                    reading.report(
                        .invalidValue,
                        at: entry.namePosition,
                        entry.value.path,
                        "\(Quoting.quoted(entry.name)) is not a name; allowed: \(names.words)"
                    )
                    isNamed = false
                }
                guard let value = element.read(entry.value, reading), isNamed else { return nil }
                return Named(name: entry.name, value: value, position: entry.namePosition, path: entry.value.path)
            }
        }
    }
}
