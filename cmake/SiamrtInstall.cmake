# cmake --install: library, headers, program, built-in model, man pages, and the package siamrt::siamrt.

include(CMakePackageConfigHelpers)
install(TARGETS siamrt siamrt_options EXPORT siamrtTargets
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS siamrt_torch LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS siamrt_cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES experiments/siamfcpp/default/default.pt DESTINATION ${CMAKE_INSTALL_DATADIR}/siamrt)
install(DIRECTORY include/siamrt DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT siamrtTargets NAMESPACE siamrt:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/siamrt)
configure_package_config_file(cmake/siamrtConfig.cmake.in ${CMAKE_BINARY_DIR}/siamrtConfig.cmake
                              INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/siamrt)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/siamrtConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/siamrtConfig.cmake ${CMAKE_BINARY_DIR}/siamrtConfigVersion.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/siamrt)
