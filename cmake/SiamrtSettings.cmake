# Language level, warnings, sanitizers and ccache, all on one interface target: siamrt_options.

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
include(GNUInstallDirs)
set(CMAKE_INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR}")

find_program(SIAMRT_CCACHE ccache)
if(SIAMRT_CCACHE)
  # The precompiled header of src/model needs these two sloppinesses; see ccache's manual.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros ${SIAMRT_CCACHE})
endif()

add_library(siamrt_options INTERFACE)
target_compile_features(siamrt_options INTERFACE cxx_std_17)
target_include_directories(siamrt_options INTERFACE
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)

# Flags of our own compilation only; nothing of this reaches a user of the library.
add_library(siamrt_build INTERFACE)
target_include_directories(siamrt_build INTERFACE ${PROJECT_SOURCE_DIR}/src ${PROJECT_BINARY_DIR}/generated)
# One rounding per operation, so that results do not depend on which products a compiler fuses.
target_compile_options(siamrt_build INTERFACE -ffp-contract=off)
if(SIAMRT_DEVELOPER)
  target_compile_options(siamrt_build INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Werror)
endif()
if(SIAMRT_SANITIZE)
  add_compile_options(-fsanitize=${SIAMRT_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=${SIAMRT_SANITIZE})
  # g++ 12 takes its own std::regex for uninitialised under sanitizers.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-Wno-maybe-uninitialized)
  endif()
endif()

configure_file(${PROJECT_SOURCE_DIR}/cmake/version.hpp.in ${PROJECT_BINARY_DIR}/generated/version.hpp @ONLY)
