@testable import Settings

extension DocumentNode {
    /// One line for each value and each field's name, with its place.
    var outline: [String] {
        let place = "\(position.line):\(position.column)"
        switch content {
        case .scalar(let scalar): return ["\(place) " + (scalar.isString ? "\"\(scalar.text)\"" : scalar.text)]
        case .list(let elements): return ["\(place) ["] + elements.flatMap(\.outline)
        case .mapping(let entries):
            return ["\(place) {"]
                + entries.flatMap { ["\($0.position.line):\($0.position.column) \($0.name) ="] + $0.value.outline }
        }
    }

    /// The text of the single value at the end of a way of names and indices.
    func text(at way: Any...) -> String? {
        var node: DocumentNode? = self
        for step in way {
            switch node?.content {
            case .mapping(let entries): node = entries.first { $0.name == step as? String }?.value
            case .list(let elements):
                guard let index = step as? Int, elements.indices.contains(index) else { return nil }
                node = elements[index]
            default: return nil
            }
        }
        guard case .scalar(let scalar) = node?.content else { return nil }
        return scalar.text
    }
}
