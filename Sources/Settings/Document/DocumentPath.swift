/// The way from a document's root to a value.
struct DocumentPath: Sendable, Hashable, CustomStringConvertible {
    private enum Step: Sendable, Hashable {
        case name(String)
        case index(Int)
    }

    private var steps: [Step] = []

    static let root = DocumentPath()

    func appending(_ name: String) -> DocumentPath {
        var path = self
        path.steps.append(.name(name))
        return path
    }

    func appending(_ index: Int) -> DocumentPath {
        var path = self
        path.steps.append(.index(index))
        return path
    }

    /// `models.chat.targets[1].model`; names with other characters than letters, digits, `-` and `_` are put as `["…"]`.
    var description: String {
        var text = ""
        for step in steps {
            switch step {
            case .index(let index): text += "[\(index)]"
            case .name(let name) where Self.isPlain(name): text += text.isEmpty ? name : ".\(name)"
            case .name(let name): text += "[\(Quoting.quoted(name))]"
            }
        }
        return text
    }

    private static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { $0.isAlphanumeric || "_-".utf8.contains($0) }
    }
}
