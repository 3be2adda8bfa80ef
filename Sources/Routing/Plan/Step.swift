/// One target of a plan, and why it stands where it stands.
public struct Step: Sendable {
    /// Why a target stands at its place in the order.
    public enum Reason: Sendable {
        /// It is the configuration's n-th, counted from 1.
        case order(Int)
        /// It comes after its siblings because it has been back for a short time only and has this share, 0 to 1, so far.
        case rampingUp(Double)
        /// It was drawn by its weight out of the sum of those not drawn before it.
        case draw(weight: Double, of: Double)
        /// It is the n-th in turn, counted from 1.
        case turn(Int)
        /// It is expected to answer within so many seconds.
        case expectedSeconds(Double)
        /// Nothing is known yet of how fast it is.
        case unknownLatency
        /// It has not been first for so many requests and is looked at again.
        case neglected(requests: Int)
        /// It has so many requests in flight, relative to its weight.
        case inFlight(Int, weight: Double)
        /// It is expected to cost so many US dollars.
        case expectedCost(Double)
        /// Nobody knows what it costs.
        case unknownPrice
        /// Its condition holds.
        case condition(Condition)
        /// The caller's hash puts it here.
        case sticky(StickyKey)
        /// Its provider's cache holds the prompt's beginning.
        case holdsPrefix
        /// Its weight is 0: it is asked only after all others.
        case weightZero
        /// None of its own targets can be asked.
        case exhausted
        /// It is the n-th of the list for requests that get this answer elsewhere, counted from 1.
        case fallback(FallbackKind, Int)
    }

    /// A decision made further out, on the way to the step's own route.
    public struct Leg: Sendable {
        /// The route that decided.
        public let route: ModelRoute
        /// Why it chose the branch that leads on.
        public let reason: Reason
    }

    /// Whom to ask.
    public let target: Target
    /// The innermost route; its policies count.
    public let route: ModelRoute
    /// Why ``route`` put it here.
    public let reason: Reason
    /// The decisions of the routes around ``route``, the outermost first; empty where the target is the model's own.
    public let path: [Leg]

    /// The routes that led here, the innermost first.
    var routes: [ModelRoute] { [route] + path.reversed().map(\.route) }
}

extension Step: CustomStringConvertible {
    /// Every decision that led to the target, the outermost first, each with the name of the route that made it.
    public var decisions: [String] {
        path.map { "\($0.route.name): \($0.reason)" } + ["\(route.name): \(reason)"]
    }

    /// The target and every decision that led to it.
    public var description: String { "\(target.id) (\(decisions.joined(separator: "; ")))" }
}

extension Step.Reason: CustomStringConvertible {
    /// The reason in words.
    public var description: String {
        switch self {
        case .order(let place): "number \(place) in order"
        case .rampingUp(let share): "coming back, has \(Figure.percent(share)) of its share"
        case .draw(let weight, let sum): "drawn with weight \(Figure(weight)) of \(Figure(sum))"
        case .turn(let place): "number \(place) in turn"
        case .expectedSeconds(let seconds): "expected to answer in \(Figure(seconds)) s"
        case .unknownLatency: "latency not known yet"
        case .neglected(let requests): "not first for \(requests) requests, looked at again"
        case .inFlight(let count, let weight): "\(count) in flight with weight \(Figure(weight))"
        case .expectedCost(let dollars): "expected to cost \(Figure(dollars, digits: 6)) USD"
        case .unknownPrice: "price not known"
        case .condition(let condition): "condition holds: \(condition)"
        case .sticky(let key): "sticky by \(key)"
        case .holdsPrefix: "holds the prompt's beginning"
        case .weightZero: "weight 0, after all others"
        case .exhausted: "its own targets cannot be asked"
        case .fallback(let kind, let place): "number \(place) for \(kind.rawValue)"
        }
    }
}
