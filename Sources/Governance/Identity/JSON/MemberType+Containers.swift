import JSONText

extension MemberType {
    /// An array.
    /// - Parameters:
    ///   - type: of its elements.
    ///   - count: how many there may be.
    static func list<Element>(of type: MemberType<Element>, _ count: ClosedRange<Int>) -> Self
    where Value == [Element] {
        MemberType { place in
            guard let elements = place.value.array else {
                place.reportType("an array")
                return nil
            }
            guard count.contains(elements.count) else {
                place.report(.invalidValue, "must have \(count.lowerBound) to \(count.upperBound) elements")
                return nil
            }
            let values = elements.enumerated().compactMap { type.read(place.element($0.offset, $0.element)) }
            return values.count == elements.count ? values : nil
        }
    }

    /// An array without an order, in which nothing stands twice.
    static func set<Element: Hashable>(of type: MemberType<Element>, _ count: ClosedRange<Int>) -> Self
    where Value == Set<Element> {
        MemberType { place in
            guard let elements = MemberType<[Element]>.list(of: type, count).read(place) else { return nil }
            let set = Set(elements)
            guard set.count == elements.count else {
                place.report(.duplicate, "an element stands twice")
                return nil
            }
            return set
        }
    }

    /// An object with members of its own.
    static func object(_ read: @escaping (inout ObjectReader) -> Value) -> Self {
        MemberType { place in
            guard var reader = ObjectReader(place) else { return nil }
            let value = read(&reader)
            reader.finish()
            return value
        }
    }
}

extension MemberType where Value == [String] {
    static var tags: Self {
        MemberType { place in
            guard let tags = MemberType<[String]>.list(of: .name(.tag), 0...32).read(place) else { return nil }
            guard Set(tags).count == tags.count else {
                place.report(.duplicate, "a tag stands twice")
                return nil
            }
            return tags
        }
    }
}

extension MemberType where Value == [String] {
    /// Names of guardrails, each once.
    static var guardrails: Self {
        MemberType { place in
            guard let names = MemberType<[String]>.list(of: .name(.guardrail), 0...64).read(place) else { return nil }
            guard Set(names).count == names.count else {
                place.report(.duplicate, "a guardrail stands twice")
                return nil
            }
            return names
        }
    }
}

extension MemberType where Value == [String: String] {
    static var metadata: Self {
        MemberType { place in
            guard case .object(let object) = place.value else {
                place.reportType("an object of strings")
                return nil
            }
            guard object.count <= 64 else {
                place.report(.invalidValue, "must have at most 64 members")
                return nil
            }
            var metadata: [String: String] = [:]
            for member in object {
                guard NameRule.metadata.allows(member.name) else {
                    place.report(.invalidValue, "names must be made of \(NameRule.metadata.words)")
                    continue
                }
                let inner = place.member(member.name, member.value)
                guard let text = MemberType<String>.text(limit: 1024, allowsLines: true).read(inner) else { continue }
                if metadata.updateValue(text, forKey: member.name) != nil { inner.report(.duplicate, "stands twice") }
            }
            return metadata
        }
    }
}
