import Pricing
import Routing
import Synchronization

/// The health of providers' models that callers address as `provider/model`, kept across reloads.
///
/// Callers choose the names, so there is a bound: beyond it an arbitrary one is forgotten, which costs no more than what was
/// known of it.
final class AddressedHealth: Sendable {
    private static let most = 4096
    /// Where they are counted.
    let series: TargetSeries
    private let states = Mutex<[TargetID: TargetState]>([:])

    init(series: TargetSeries) { self.series = series }

    func state(of id: TargetID) -> TargetState {
        states.withLock { states in
            if let state = states[id] { return state }
            if states.count >= Self.most, let any = states.keys.first { states[any] = nil }
            let state = TargetState(id: id)
            states[id] = state
            return state
        }
    }
}

/// The routes to models that are addressed as `provider/model`, made when they are asked for first.
final class AddressedModels: Sendable {
    private static let most = 1024
    /// A longer name is no provider's; it is passed on, but nothing is kept by it, or callers could fill the memory.
    private static let longestName = 512
    private let health: AddressedHealth
    private let prices: PriceBook
    private let entries = Mutex<[TargetID: Catalog.Entry]>([:])

    init(_ health: AddressedHealth, prices: PriceBook) {
        self.health = health
        self.prices = prices
    }

    func entry(_ id: TargetID, _ seat: Catalog.ProviderSeat, _ settings: ModelSettings) -> Catalog.Entry {
        let isKept = id.model.utf8.count <= Self.longestName
        if isKept, let entry = entries.withLock({ $0[id] }) { return entry }
        let route = ModelRoute(
            name: id.description,
            branches: [Branch(.target(Target(id: id, region: seat.region)))]
        )
        let entry = Catalog.Entry(
            route: route,
            seats: [
                Seat(
                    provider: seat.provider,
                    model: id.model,
                    state: isKept ? health.state(of: id) : TargetState(id: id),
                    series: health.series.index(of: id, .addressed),
                    credentials: seat.credentials,
                    price: prices.price(of: seat.provider, model: id.model)
                )
            ],
            settings: [settings]
        )
        guard isKept else { return entry }
        entries.withLock { entries in
            if entries.count >= Self.most, let any = entries.keys.first { entries[any] = nil }
            entries[id] = entry
        }
        return entry
    }
}
