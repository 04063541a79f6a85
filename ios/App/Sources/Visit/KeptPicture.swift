import SwiftUI

#if canImport(UIKit)
import UIKit
#endif

/// A picture that lies in memory alone. What it is stands beside it.
struct KeptPicture: View {
    let jpeg: Data

    #if canImport(UIKit)
    var body: some View {
        if let image = UIImage(data: jpeg) {
            Image(uiImage: image)
                .resizable()
                .aspectRatio(contentMode: .fit)
                .frame(maxWidth: 160, maxHeight: 160, alignment: .leading)
                .accessibilityHidden(true)
        }
    }
    #else
    var body: some View { EmptyView() }
    #endif
}
