# SPDX-License-Identifier: EUPL-1.2
from gemensam.cli import main

if __name__ == "__main__":
    main()
