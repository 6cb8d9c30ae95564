// swift-tools-version: 6.2
import PackageDescription

// A package of its own: what is built to be fuzzed is built otherwise, all of it. scripts/fuzz says how.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

func target(_ name: String, _ product: String) -> Target {
    .executableTarget(
        name: name, dependencies: ["Fuzzing", .product(name: product, package: "levels-ssh")], swiftSettings: settings)
}

let package = Package(
    name: "fuzz",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "levels-ssh", path: "..")],
    targets: [
        .systemLibrary(name: "CLibFuzzer"),
        .target(name: "Fuzzing", dependencies: ["CLibFuzzer"], swiftSettings: settings),
        target("fuzz-levels-yaml", "Inventory"),
        target("fuzz-known-hosts", "SSH"),
        target("fuzz-agent-replies", "SSH"),
        target("fuzz-channel-open", "SSH"),
        target("fuzz-journal", "Journal"),
    ]
)
