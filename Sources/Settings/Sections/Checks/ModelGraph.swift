/// Which public models lead to which: refuses circles, and nests that are too deep or too wide to be gone through for
/// each request.
struct ModelGraph {
    /// The most models that may stand behind each other.
    static let deepest = 8
    /// The most providers' models that one public model may lead to, each counted as often as it is led to.
    static let widest = 1000

    private enum State {
        case open
        case closed(depth: Int, width: Int)
    }

    private let models: [Named<ModelSection.Value>]
    private let indices: [String: Int]
    private let reading: Reading
    private var states: [Int: State] = [:]
    /// The way to the model that is being looked at. A stack of its own: a document may nest more deeply than calls may.
    private var path: [(index: Int, next: Int)] = []

    /// Reports what is wrong.
    static func check(_ models: [Named<ModelSection.Value>], _ reading: Reading) {
        var graph = ModelGraph(models, reading)
        for index in models.indices where graph.states[index] == nil { graph.visit(from: index) }
    }

    private init(_ models: [Named<ModelSection.Value>], _ reading: Reading) {
        self.models = models
        self.reading = reading
        indices = Dictionary(models.enumerated().map { ($0.element.name, $0.offset) }) { first, _ in first }
    }

    private mutating func visit(from start: Int) {
        open(start)
        while let (index, next) = path.last {
            let destinations = models[index].value.destinations
            guard next < destinations.count else {
                close(index)
                continue
            }
            path[path.count - 1].next += 1
            guard case .model(let name) = destinations[next].destination, let other = indices[name] else { continue }
            switch states[other] {
            case nil: open(other)
            case .closed: continue
            case .open: reportCircle(to: other, at: destinations[next].place)
            }
        }
    }

    private mutating func open(_ index: Int) {
        states[index] = .open
        path.append((index, 0))
    }

    private mutating func close(_ index: Int) {
        path.removeLast()
        var inner = (depth: 0, width: 0)
        var width = 0
        for destination in models[index].value.destinations {
            guard case .model(let name) = destination.destination else {
                width += 1
                continue
            }
            guard let other = indices[name], case .closed(let depth, let otherWidth) = states[other] else { continue }
            inner = (max(inner.depth, depth), max(inner.width, otherWidth))
            // Nothing beyond the bound needs to be counted.
            width = min(width + otherWidth, Self.widest + 1)
        }
        states[index] = .closed(depth: inner.depth + 1, width: width)
        let model = models[index]
        // What stands on top of a model that is told already is not told again.
        if inner.depth == Self.deepest {
            reading.report(
                .conflict,
                at: model.position,
                model.path,
                "more than \(Self.deepest) models stand behind each other here"
            )
        }
        if width > Self.widest, inner.width <= Self.widest {
            reading.report(
                .tooLarge,
                at: model.position,
                model.path,
                "the model leads to more than \(Self.widest) targets"
            )
        }
    }

    private func reportCircle(to index: Int, at place: Located) {
        guard let start = path.firstIndex(where: { $0.index == index }) else { return }
        var names = path[start...].prefix(Self.deepest).map { models[$0.index].name }
        if path.count - start > names.count { names.append("…") }
        names.append(models[index].name)
        reading.report(.cycle, at: place, "the models lead back to themselves: \(names.joined(separator: " → "))")
    }
}
