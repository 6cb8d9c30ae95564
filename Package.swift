// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ] + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
]
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let systemPackage = Target.Dependency.product(
    name: "SystemPackage", package: "swift-system", condition: .when(platforms: [.linux]))

let package = Package(
    name: "levels-ssh",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "levels-ssh", targets: ["levels-ssh"]),
        .executable(name: "levels-lab", targets: ["levels-lab"]),
        // For Fuzz/, which is a package of its own.
        .library(name: "SSH", targets: ["SSH"]),
        .library(name: "Inventory", targets: ["Inventory"]),
        .library(name: "Journal", targets: ["Journal"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.86.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0", traits: []),
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CLibSSH2", pkgConfig: "libssh2",
            providers: [.apt(["libssh2-1-dev"]), .brew(["libssh2"])]),
        .systemLibrary(
            name: "COpenSSL", pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
        .systemLibrary(
            name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
        .target(name: "Files", dependencies: ["COpenSSL"], swiftSettings: settings),
        .target(name: "Patterns", swiftSettings: settings),
        .target(name: "Journal", dependencies: ["Files"], swiftSettings: settings),
        .target(
            name: "SSH", dependencies: ["CLibSSH2", "COpenSSL", "Files", "Patterns"] + nio, swiftSettings: settings),
        .target(name: "AuthorizedKeys", dependencies: ["COpenSSL", "Patterns"], swiftSettings: settings),
        .target(
            name: "Inventory", dependencies: ["AuthorizedKeys", "CLibYAML", "Files"],
            swiftSettings: settings),
        .target(
            name: "Reach", dependencies: ["AuthorizedKeys", "Inventory", "SSH"] + nio, swiftSettings: settings),
        .target(
            name: "Fleet", dependencies: ["AuthorizedKeys", "Files", "Inventory", "Reach", "SSH"] + nio,
            swiftSettings: settings),
        .target(name: "Remote", dependencies: ["Files", "Reach", "SSH"] + nio, swiftSettings: settings),
        .target(name: "Sharing", dependencies: ["Reach", "SSH"] + nio, swiftSettings: settings),
        .target(name: "Tunnel", dependencies: ["SSH", "Inventory"] + nio, swiftSettings: settings),
        .target(
            name: "LevelsCommands",
            dependencies: [
                "Tunnel", "Fleet", "Remote", "Reach", "Sharing", "SSH", "Inventory", "AuthorizedKeys", "Files",
                "Journal", argumentParser, subprocess, systemPackage,
            ] + nio,
            swiftSettings: settings),
        .executableTarget(name: "levels-ssh", dependencies: ["LevelsCommands"], swiftSettings: settings),
        .target(name: "LevelsLab", dependencies: [subprocess, systemPackage] + nio, swiftSettings: settings),
        .executableTarget(name: "levels-lab", dependencies: ["LevelsLab", argumentParser], swiftSettings: settings),
        .testTarget(
            name: "SSHTests", dependencies: ["SSH", "COpenSSL", "Files", "Patterns", "LevelsLab"] + nio,
            swiftSettings: settings),
        .testTarget(name: "FilesTests", dependencies: ["Files"], swiftSettings: settings),
        .testTarget(name: "JournalTests", dependencies: ["Journal", "LevelsLab"], swiftSettings: settings),
        .testTarget(
            name: "AuthorizedKeysTests",
            dependencies: ["AuthorizedKeys", "COpenSSL", "LevelsLab", subprocess], swiftSettings: settings),
        .testTarget(
            name: "InventoryTests", dependencies: ["Inventory", "AuthorizedKeys", "LevelsLab", subprocess],
            swiftSettings: settings),
        .testTarget(
            name: "FleetTests",
            dependencies: [
                "Fleet", "Reach", "SSH", "Inventory", "AuthorizedKeys", "LevelsLab", subprocess, systemPackage,
            ] + nio,
            swiftSettings: settings),
        .testTarget(
            name: "SharingTests", dependencies: ["Sharing", "SSH", "LevelsLab"] + nio, swiftSettings: settings),
        .testTarget(
            name: "RemoteTests", dependencies: ["Remote", "Reach", "Inventory", "SSH", "LevelsLab"] + nio,
            swiftSettings: settings),
        .testTarget(
            name: "TunnelTests", dependencies: ["Tunnel", "SSH", "Inventory", "LevelsLab"] + nio,
            swiftSettings: settings),
        .testTarget(name: "LevelsLabTests", dependencies: ["LevelsLab", "Inventory"] + nio, swiftSettings: settings),
        .executableTarget(
            name: "direct-command", dependencies: ["LevelsCommands", "Tunnel", "Inventory"],
            path: "Tests/DirectCommand", swiftSettings: settings),
        .testTarget(
            name: "LevelsCommandsTests",
            dependencies: ["LevelsCommands", "Tunnel", "Inventory", "direct-command", subprocess, systemPackage],
            swiftSettings: settings),
        .testTarget(
            name: "ScriptTests", dependencies: ["LevelsLab", "levels-ssh", "levels-lab"], exclude: ["Stories"],
            swiftSettings: settings),
    ]
)
